"""Second things on a long page: a heading, its words and widgets, each section a fragment."""
