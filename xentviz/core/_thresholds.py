"""Every threshold of the core, with what it was measured to give.

Measured with NumPy 2.4 on 2 cores. A threshold changes which formula is used, how many elements
are worked on at a time, or what is refused. On both of its sides the losses are within the accuracy
that `xentviz.core` promises.
"""

import numpy as np

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)

# Which kernel takes the rows.
SHORT_ROW = 48  # elements of one row in Python floats: 5 take 1.2 us, 48 take 8, in NumPy 10 us
NLL_ELEMENTS = 2048  # from here on `nll_rows`: 64x32 takes 32 us, with `weighted_nll` 370
SHORTCUT_ELEMENTS = 1 << 16  # up to here the checks show: 256x10 takes 22 instead of 35 us

# How many elements are worked on at a time.
BLOCK_BYTES = 1 << 21  # loss and gradient of 4096x1000 take 7.6 ms, in blocks of 256 KiB 10.3 ms
SCRATCH_BYTES = 1 << 20  # buffer for the loss alone: 5.7 ms, with 256 KiB 8.2 ms
BLOCK_ROWS = 8192  # bounds the memory for what is kept per row
TILE_ELEMENTS = 1 << 13  # `weighted_nll` holds a dozen such arrays: twice as many need over 4 MiB
PARALLEL_ELEMENTS = 1 << 18  # here a second thread begins to pay: 0.40 instead of 0.48 ms
CHECK_ELEMENTS = 1 << 16  # checked at a time, so that the checks allocate little

# How the exponentials of a row are summed.
FSUM_ELEMENTS = 2048  # short rows up to here go through math.fsum: 65 us instead of 2, exact
FEW_CLASSES = 64  # up to here a product with ones: 256x10 takes 1.0 us, einsum 2.7, add.reduce 6
DOT_ELEMENTS = 1 << 13  # up to here that product does not start threads of its own
# Bytes of a row summed before the sums go on in float64: they err by 1.1 eps in float32, by 1.2 in
# float64. With twice as many bytes they err by 2.1, and one gradient was 4 % above its limit.
CHUNK_BYTES = 1 << 11

# When `nll_rows` may leave out the shift by the largest logit, which saves a third of its time:
# the squares of the largest inverse, and of the largest, among sums of exp(x) in which no float32
# has overflowed and none that counts has lost digits.
INVERSE_SQUARED, SUM_SQUARED = 1e3**2, 1e20**2
# Sum of the other exponentials over that of the target: below this the target's has all its digits,
# above it the loss is log(sum) - logit.
FAR_RATIO = {SINGLE: 1e34, DOUBLE: 1e145}
# Factors on a gradient that `nll_rows` can multiply by in any order, without overflow or lost
# digits.
MODERATE_FACTOR = {SINGLE: (1e-15, 1e34), DOUBLE: (1e-250, 1e300)}

# When numbers are scaled by a power of two, so that they overflow only if the result does.
HUGE = 2.0**900  # rows with a difference of logits from here on are in units of 2**HUGE_UNIT
HUGE_UNIT = 32  # enough for Dekker's product, which multiplies by 2**27, and for a sum of two
MODERATE = (2.0**-100, 2.0**100)  # temperatures, weights and factors outside are taken apart
MOST_POWER = 400  # powers of two up to here are part of the factor on a gradient

# Where the parts of log(q / p) change formula in the KL divergence.
RATIO = (1e-300, 1e300)  # outside, q / p may have lost digits or overflowed: log q - log p
NEAR_RATIO = (0.5, 2.0)  # inside, q - p is exact: log1p((q - p) / p)
PHI_LIMIT = 1.0  # |log(q / p)| up to which 18 Taylor terms of exp(u) - 1 - u give all digits
NEAR_CHANGE = 0.5  # total change of probability below which log1p of it is the more accurate

# What is refused.
# How far the sum of a distribution may be from 1, by the bytes of one number: a float32 softmax
# over 50,000 classes is off by 1e-5, a table typed with six digits by 1e-6.
SUM_TOLERANCE = {2: 1e-2, 4: 1e-4, 8: 1e-6}
MAX_BINS = 1 << 24  # between 0.5 and 1, float32 numbers are this fine

# Where fit_temperature looks, and the logits it scales by 2**FIT_POWER first.
TEMPERATURES = (1e-3, 1e3)
FIT_RANGE = (2.0**-400, 2.0**400)  # inside, squares of differences neither overflow nor vanish
FIT_POWER = 600
