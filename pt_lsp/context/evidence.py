"""What speaks for a symbol of another file: the features of its score, and the weight of each.

A symbol's score is the sum of its features, each times a weight. The weights are those of a conditional
logit, fitted on lines of open-source repositories in seven languages which need a name that is defined
elsewhere; no repository's or language's names are in it.
"""

from typing import get_args

from pt_lsp.context.dependencies import Relation

RELATIONS: tuple[Relation, ...] = get_args(Relation)

OWNER_FEATURES = ("near", "receiver type", "nearby type", "used", "own base", *RELATIONS, "same folder")
"""Of a class or another symbol at the top level:

near           how near the cursor its name stands, 0 to 1
receiver type  how surely the receiver at the cursor is of this type, 0 to 1
nearby type    how surely another name nearby is, by how near it is
used           how near names stand that are its members', less for names that many have
own base       1 for what the cursor's class is made from
named ... none 1 for its relation to the file
same folder    1 for one in the folder of the file
"""

SYMBOL_FEATURES = (
    "top",
    "similar",
    "follows",
    "words",
    "frequency",
    "seen",
    "callable",
    "few",
    "own base member",
    "implied base member",
    "private",
    "idle value",
    "type itself",
    "namesakes",
    "plain",
    "implicit",
    "called",
    "twin",
    "used here",
    "receiver's",
)
"""Of the symbol itself:

top        1 for one at the top level, 0 for a member
similar    log(1 + score of the similar chunks that its name occurs in)
follows    log(1 + how often its name follows the receiver's name elsewhere)
words      share of its name's words, weighted by rarity, that stand near the cursor
frequency  log(1 + number of chunks with its name)
seen       1 for one whose name the model sees anyway
callable   1 for functions and methods
few        1 / (1 + n / 20) for one of n members
own base member      1 for a member of what the cursor's class is made from, where no receiver is and its own
                     members are named by one
implied base member  the same where no `self` or `this` stands nearby
private    1 for one that is meant for its own class, unless the cursor's class is made from that
idle value 1 for a function that gives nothing, where a value is wanted
type itself  how surely the receiver at the cursor is of this type, whose members are wanted
namesakes  log(number of symbols of its name in all files)
plain      1 for a name of one letter, or one that is a keyword or a basic type somewhere
implicit   1 for what is seldom called by its name: what makes an object, what stands for an operator
called     1 for the function in whose arguments the cursor is, or what makes the class that is called there
twin       1 for a function of the name of the one that is being written
used here  1 for one that the region uses which is edited or explained
receiver's  for a member whose name the model sees anyway, how surely the receiver at the cursor has it
"""

OWNER_WEIGHTS = (-0.1, 5.9, 2.5, 1.55, 1.9, 1.4, 1.1, 0.5, -0.9, -0.4, -1.2, -0.55, 0.35)
SYMBOL_WEIGHTS = (
    0.85,
    2.45,
    0.9,
    2.35,
    -0.2,
    -5.0,
    0.45,
    2.0,
    -0.5,
    0.15,
    -1.85,
    -1.45,
    -1.2,
    -1.25,
    -0.35,
    -0.8,
)
CHOSEN_WEIGHTS = (9.0, 4.0, 4.0, 3.0)
"""In the order of the features. The last four are chosen, not fitted: the cases need names that the file has
not seen, and these tell how a name that stands there already is to be used."""
