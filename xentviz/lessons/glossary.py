"""The terms of the field, one line each, with the page that shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its definition in one line, the page that shows it, and how else it is written."""

    name: str
    meaning: str
    page: str
    forms: tuple[str, ...] = ()


TERMS = (
    Term(
        "accuracy",
        "The share of predictions whose likeliest class is the right one.",
        "calibration",
    ),
    Term(
        "Adam",
        "A way to take training steps that adapts the step size of each parameter.",
        "training",
    ),
    Term(
        "argmax",
        "The position of the largest number: [2, 7, 1] has its argmax in the middle.",
        "softmax",
    ),
    Term(
        "backward pass",
        "From the loss back through the layers: it gives the slope in every weight.",
        "training",
    ),
    Term(
        "batch",
        "A few examples whose losses are averaged before one training step.",
        "surprise",
        ("batches",),
    ),
    Term("Bayes floor", "The lowest loss that any model can reach on given data.", "training"),
    Term(
        "bit",
        "The unit of loss with logarithms to base 2: one fair coin toss is 1 bit = 0.693 nats.",
        "surprise",
        ("bits",),
    ),
    Term("boundary", "Where the predicted class changes.", "training", ("boundaries",)),
    Term(
        "Brier score",
        "The squared distance between predicted probabilities and what happened.",
        "calibration",
    ),
    Term(
        "calibration",
        "Probabilities are calibrated if 70 % comes true 70 times in 100.",
        "calibration",
        ("calibrated",),
    ),
    Term("class", "One of the possible answers: cat, dog or fox.", "softmax", ("classes",)),
    Term(
        "class weight",
        "A factor on the loss of each example of one class.",
        "training",
        ("class weights",),
    ),
    Term(
        "confidence interval",
        "A range that holds the true value in, say, 95 of 100 repetitions.",
        "calibration",
    ),
    Term(
        "confusion matrix",
        "A table that counts each actual class against each predicted class.",
        "training",
    ),
    Term(
        "cross-entropy",
        "The average loss when p happens and q was predicted: the sum of p times −ln q.",
        "distributions",
    ),
    Term(
        "density",
        "Probability per unit: the area under its curve is 1, its height may be more.",
        "surprise",
    ),
    Term("diverge", "To grow instead of falling, as a loss may do.", "training", ("diverges",)),
    Term(
        "early stopping",
        "Taking the weights of the step at which held-out loss was lowest.",
        "training",
    ),
    Term(
        "ECE",
        "Expected calibration error: the mean gap between stated confidence and accuracy.",
        "calibration",
        ("expected calibration error",),
    ),
    Term(
        "entropy",
        "The average loss of a perfect prediction: a fair coin has 0.693 nats.",
        "distributions",
    ),
    Term("epoch", "One pass through all training examples.", "training", ("epochs",)),
    Term(
        "float64",
        "A number of 8 bytes, with 16 digits; a float32 has 4 bytes and 7 digits.",
        "softmax",
        ("float32",),
    ),
    Term(
        "exp",
        "exp(x) is e = 2.718 to the power of x, so it is never below 0: exp(1) = 2.718.",
        "softmax",
    ),
    Term("ln", "The natural logarithm, to base e = 2.718: ln 0.5 = −0.693.", ""),
    Term("momentum", "Steps that keep some of the last step’s direction.", "training"),
    Term("nan", "Not a number: what a computer makes of 0 ÷ 0 or ∞ ÷ ∞.", "softmax"),
    Term(
        "gradient",
        "The slope of the loss in each input: how fast the loss changes if it is nudged.",
        "softmax",
        ("gradients",),
    ),
    Term(
        "gradient check",
        "Comparing a computed slope with one measured by nudging a weight.",
        "training",
    ),
    Term("ground truth", "What is really the case: the photo does show a cat.", "softmax"),
    Term(
        "held-out data",
        "Examples or text kept apart: no model has learned from them.",
        "training",
        ("held-out text", "held-out", "held out"),
    ),
    Term(
        "hidden layer",
        "Units between input and logits; each takes a weighted sum and curves it.",
        "training",
        (
            "hidden layers",
            "hidden units",
            "hidden unit",
        ),
    ),
    Term(
        "KL divergence",
        "The extra loss of predicting q when p is true; 0 only if q = p.",
        "distributions",
        ("KL",),
    ),
    Term("label", "The right class that comes with an example.", "softmax", ("labels",)),
    Term(
        "label smoothing",
        "Moving a little of the target probability from the right class to all classes.",
        "distributions",
    ),
    Term("learning rate", "How far one training step follows the gradient.", "training"),
    Term("log loss", "Another name of the loss −ln p.", "surprise"),
    Term(
        "logistic regression",
        "A model of two classes: the sigmoid of a weighted sum of the inputs.",
        "training",
    ),
    Term(
        "logit",
        "The score of a class before softmax: any number, larger means more likely.",
        "softmax",
        ("logits",),
    ),
    Term(
        "log-probability",
        "The logarithm of a probability: ln 0.5 = −0.693.",
        "surprise",
        ("log-probabilities",),
    ),
    Term(
        "loss",
        "One number for how bad a prediction was: 0 is perfect, larger is worse.",
        "",
        ("losses",),
    ),
    Term(
        "nat", "The unit of loss with natural logarithms: 1 nat = 1.44 bits.", "surprise", ("nats",)
    ),
    Term(
        "n-gram",
        "A model that counts what followed the last n − 1 tokens; a trigram looks at two.",
        "language",
        ("unigram", "bigram", "trigram", "4-gram"),
    ),
    Term(
        "negative log-likelihood",
        "Another name of the loss −ln p, taken from log-probabilities.",
        "surprise",
        ("NLL",),
    ),
    Term(
        "one-hot",
        "A distribution with 1 at the right class and 0 elsewhere: [0, 1, 0].",
        "distributions",
    ),
    Term(
        "overconfident",
        "Surer than right: saying 99 % and being right 80 times in 100.",
        "calibration",
    ),
    Term("overflow", "A number too large for the computer becomes infinity: exp(800).", "softmax"),
    Term("padding", "Filler tokens that make all texts of a batch equally long.", "language"),
    Term(
        "parameter",
        "A number inside a model that training sets; GPT-2 small has 124 million.",
        "scale",
        ("parameters",),
    ),
    Term(
        "perplexity",
        "e to the mean loss: as unsure as when rolling a fair die with that many sides.",
        "language",
    ),
    Term(
        "plateau",
        "A region where the loss is nearly flat, so that its gradient is nearly 0.",
        "training",
    ),
    Term(
        "predicted probability",
        "How likely the model says a class is.",
        "softmax",
        ("predicted probabilities",),
    ),
    Term(
        "proper score",
        "A score that is best, on average, when you say what you believe.",
        "calibration",
        ("proper",),
    ),
    Term("recall", "The share of a class’s examples that the model finds.", "training"),
    Term("ReLU", "Replaces a negative number by 0.", "training"),
    Term("SGD", "Plain training steps: learning rate times gradient.", "training"),
    Term(
        "sigmoid",
        "Turns one number z into a probability: 1 / (1 + e to −z).",
        "softmax",
    ),
    Term(
        "softmax",
        "Turns logits into probabilities: e to each logit, divided by the sum.",
        "softmax",
    ),
    Term(
        "softmax regression",
        "The simplest classifier: softmax of weighted sums of the inputs.",
        "training",
    ),
    Term(
        "squared error",
        "The square of how far a prediction is from what is actual: (1 − p)².",
        "surprise",
    ),
    Term("tanh", "Turns a number into one between −1 and 1.", "training"),
    Term(
        "temperature",
        "A number that divides all logits: above 1 makes a model less sure.",
        "softmax",
    ),
    Term(
        "token",
        "A piece of text that a language model reads and predicts: a word or a part of one.",
        "language",
        ("tokens",),
    ),
    Term("tokenizer", "The rule that cuts a text into tokens.", "language"),
    Term("training set", "The examples a model learns from.", "training"),
    Term("underflow", "A number too small for the computer becomes 0: exp(−800).", "softmax"),
    Term(
        "validation set",
        "Examples kept apart from training, to test the model on.",
        "calibration",
        ("validation loss",),
    ),
    Term(
        "vocabulary", "All tokens that a model knows; GPT-2 has 50,257.", "scale", ("vocabularies",)
    ),
    Term("weight decay", "Making every weight a little smaller in each training step.", "training"),
)
