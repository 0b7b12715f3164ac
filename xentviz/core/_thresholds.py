"""Every threshold of the core, with what it was measured to give.

Measured with NumPy 2.4 on two cores. A threshold changes which formula is used, how many elements
are worked on at a time, or what is refused; the loss on its two sides is the same within the
accuracy that `cross_entropy` promises.
"""

import numpy as np

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)

# Which kernel takes the rows.
SHORT_ROW = 48  # elements of one row done in Python floats: 5 take 1 us, where NumPy takes 12
NLL_ELEMENTS = 2048  # from here on the faster, slightly less accurate `nll_rows` is used
SHORTCUT_ELEMENTS = 1 << 16  # up to here the 8 us of checks and blocks would show in the time

# How many elements are worked on at a time.
BLOCK_BYTES = 1 << 21  # stays in cache through exp, sum and gradient: 1/5 faster than 1/4 MiB
SCRATCH_BYTES = 1 << 20  # the same for the loss alone, whose exponentials are in a buffer
BLOCK_ROWS = 8192  # bounds the memory for what is kept per row
TILE_ELEMENTS = 1 << 13  # the same for `weighted_nll`, which holds a dozen float64 arrays
PARALLEL_ELEMENTS = 1 << 18  # from here on a second thread saves more than its 50 us
CHECK_ELEMENTS = 1 << 16  # checked at a time, so that the checks allocate little

# How the exponentials of a row are summed.
FSUM_ELEMENTS = 2048  # short rows up to here are summed by math.fsum, right to the last bit
FEW_CLASSES = 64  # up to here a product with ones sums rows: 256x10 in 1.2 us, einsum takes 4
DOT_ELEMENTS = 1 << 13  # up to here that product stays on the thread that asked for it
# Bytes of a row summed before the sums go on in float64: they err by 1.1 eps in float32, by 1.2 in
# float64. With twice as many bytes they err by 2.1, and one gradient was 4 % above its limit.
CHUNK_BYTES = 1 << 11

# When `nll_rows` may leave out the shift by the largest logit, which saves a third of its time:
# the squares of the largest inverse, and of the largest, among sums of exp(x) in which no float32
# has overflowed and none that counts has lost digits.
INVERSE_SQUARED, SUM_SQUARED = 1e3**2, 1e20**2
# sum of the other exponentials / exponential of the target: below this the target's has all its
# digits, above it the loss is log(sum) - logit.
FAR_RATIO = {SINGLE: 1e34, DOUBLE: 1e145}
# Factors on a gradient that `nll_rows` can multiply by without overflow or lost digits.
TAME_FACTOR = {SINGLE: (1e-15, 1e34), DOUBLE: (1e-250, 1e300)}

# When numbers are scaled by a power of two, so that they overflow only if the result does.
HUGE = 2.0**900  # differences of logits from here on are kept in units of 2**HUGE_UNIT
HUGE_UNIT = 32
TAME = (2.0**-100, 2.0**100)  # temperatures, weights and factors outside are taken apart
MOST_POWER = 400  # powers of two up to here are part of the factor on a gradient
FIT_POWER = 600  # logits outside of FIT_RANGE are moved by 2**600 to fit a temperature
FIT_RANGE = (2.0**-400, 2.0**400)

# Where the parts of log(q / p) change formula in the KL divergence.
RATIO = (1e-300, 1e300)  # outside, q / p may have lost digits or overflowed: log q - log p
NEAR_RATIO = (0.5, 2.0)  # inside, q - p is exact: log1p((q - p) / p)
PHI_LIMIT = 1.0  # |log(q / p)| below which the Taylor series of exp(u) - 1 - u has all its digits
NEAR_CHANGE = 0.5  # mean change of probability below which log1p of it is the more accurate

# What is refused, and where fit_temperature looks.
# How far the sum of a distribution may be from 1, by the bytes of one number: a float32 softmax
# over 50,000 classes is off by 1e-5, a table typed with six digits by 1e-6.
SUM_TOLERANCE = {2: 1e-2, 4: 1e-4, 8: 1e-6}
MAX_BINS = 1 << 24  # more bins than a float32 has values between 0.5 and 1
TEMPERATURES = (1e-3, 1e3)
