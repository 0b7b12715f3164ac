// @ts-check
// A few logits typed in one field, with commas between them. No DOM here.
import { minus, plain } from "./numerals.js";

/** @typedef {{ least: number, most: number, limit: number }} Limits how many, and how far from 0 each may be */

/**
 * The logits as they stand in the field.
 * @param {number[]} logits
 */
export const listText = (logits) => logits.map((z) => minus(String(z))).join(", ");

/**
 * What is typed, or what to type instead.
 * @param {string} text
 * @param {Limits} limits
 * @returns {{ logits: number[] } | { sentence: string }}
 */
export function readList(text, { least, most, limit }) {
  const parts = text.split(",").map((part) => part.trim().replaceAll("−", "-"));
  const wanted = `Enter ${least} to ${most} numbers with commas between them`;
  if (parts.length < least || parts.length > most) return { sentence: `${wanted}, not ${parts.length}.` };
  const wrong = parts.find((part) => part === "" || !Number.isFinite(Number(part)));
  if (wrong !== undefined) return { sentence: `${wanted}: “${wrong.slice(0, 30)}” is no number.` };
  const logits = parts.map(Number);
  if (logits.some((z) => Math.abs(z) > limit)) {
    return { sentence: `Enter numbers from −${plain(limit)} to ${plain(limit)}.` };
  }
  return { logits };
}
