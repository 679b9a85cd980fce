"""Python."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.python.pruning import PRUNING
from codeprism_lsp.languages.python.segments import starts
from codeprism_lsp.languages.spec import (
    ClassScope,
    Form,
    Label,
    LanguageSpec,
    NameVisibility,
    Segments,
    Shape,
    TypeDialect,
    TypeTests,
)

SPEC = LanguageSpec(
    id="python",
    family="python",
    grammar="python",
    items_alone=frozenset({DefKind.FUNCTION, DefKind.METHOD, DefKind.CONSTRUCTOR}),
    pruning=PRUNING,
    extensions=(".py", ".pyi", ".pyw"),
    shebangs=("python", "pypy"),
    modifier_words={
        b"async": Modifier.ASYNC,
    },
    visibility_of=NameVisibility("underscore", Modifier.PRIVATE, Modifier.PUBLIC),
    nested_kinds={
        (DefKind.CLASS, DefKind.FUNCTION): DefKind.METHOD,
        (DefKind.CLASS, DefKind.VARIABLE): DefKind.FIELD,
        (DefKind.CLASS, DefKind.CONSTANT): DefKind.FIELD,
    },
    constructor_names=frozenset({"__init__"}),
    assignments_define=True,
    segments=Segments(starts, b"pass\n"),
    shapes={
        "identifier": Shape(Form.NAME),
        "attribute": Shape(Form.MEMBER, {"object": "object", "name": "attribute"}),
        "call": Shape(Form.CALL, {"callee": "function", "arguments": "arguments"}),
        "subscript": Shape(Form.INDEX, {"object": "value", "index": "subscript"}),
        "string": Shape(Form.LITERAL, literal="str"),
        "concatenated_string": Shape(Form.LITERAL, literal="str"),
        "integer": Shape(Form.LITERAL, literal="int"),
        "float": Shape(Form.LITERAL, literal="float"),
        "true": Shape(Form.LITERAL, literal="bool"),
        "false": Shape(Form.LITERAL, literal="bool"),
        "none": Shape(Form.LITERAL, literal="None"),
        "list": Shape(Form.COLLECTION, literal="list"),
        "list_comprehension": Shape(Form.COLLECTION, {"element": "body"}, literal="list"),
        "set": Shape(Form.COLLECTION, literal="set"),
        "set_comprehension": Shape(Form.COLLECTION, {"element": "body"}, literal="set"),
        "tuple": Shape(Form.COLLECTION, literal="tuple"),
        "expression_list": Shape(Form.COLLECTION, literal="tuple"),
        "generator_expression": Shape(Form.COLLECTION, {"element": "body"}, literal="Iterator"),
        "dictionary": Shape(Form.COLLECTION, literal="dict"),
        "dictionary_comprehension": Shape(Form.COLLECTION, literal="dict"),
        "await": Shape(Form.AWAIT, {"operand": 0}),
        "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
        "named_expression": Shape(Form.SAME, {"operand": "value"}),
        "conditional_expression": Shape(Form.CHOICE, {"a": 0, "b": 2}),
        "boolean_operator": Shape(Form.CHOICE, {"a": "left", "b": "right"}),
        "binary_operator": Shape(Form.BINARY, {"left": "left", "right": "right"}),
        "unary_operator": Shape(Form.SAME, {"operand": "argument"}),
        "comparison_operator": Shape(Form.TEST),
        "not_operator": Shape(Form.TEST),
        "lambda": Shape(Form.LAMBDA, {"body": "body", "parameters": "parameters"}),
        "type": Shape(Form.TYPE),
    },
    roles={
        ("class_definition", "superclasses"): Role.INHERIT,
        ("decorator", "*"): Role.DECORATE,
        ("type", "*"): Role.TYPE,
        ("import_statement", "*"): Role.IMPORT,
        ("import_from_statement", "*"): Role.IMPORT,
        ("assignment", "left"): Role.WRITE,
        ("augmented_assignment", "left"): Role.WRITE,
        ("named_expression", "name"): Role.WRITE,
        ("for_statement", "left"): Role.WRITE,
        ("for_in_clause", "left"): Role.WRITE,
        ("as_pattern_target", "*"): Role.WRITE,
        ("delete_statement", "*"): Role.WRITE,
    },
    type_tests=TypeTests(
        {
            "if_statement": ("condition", "consequence"),
            "elif_clause": ("condition", "consequence"),
            "while_statement": ("condition", "body"),
            "boolean_operator": ("left", "right"),
        },
        ("boolean_operator", "and"),
        frozenset({"function_definition", "class_definition"}),
        frozenset({"return_statement", "raise_statement", "continue_statement", "break_statement"}),
        ("not_operator", ""),
        disjunction="or",
    ),
    labels={"keyword_argument": Label("name", {"call": "function"}, frozenset({"argument_list"}))},
    type_nodes=frozenset({"type"}),
    string_nodes=frozenset({"string_content"}),
    name_lists=frozenset({"__all__"}),
    keyword_arguments=True,
    class_scope=ClassScope.BODY,
    first_parameter_is_self=True,
    super_names=frozenset({"super"}),
    dialect=TypeDialect(
        separator=".",
        unions=frozenset({"Union"}),
        inferred_arguments=True,
        tuples=frozenset({"tuple", "Tuple"}),
        generic="[]",
        transparent=frozenset(
            {"Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"}
        ),
        awaitable=frozenset({"Awaitable", "Coroutine", "Future", "Task"}),
        containers={
            **dict.fromkeys(
                (
                    "list List tuple Tuple set Set frozenset FrozenSet Iterable Iterator Sequence Collection "
                    "MutableSequence Generator AsyncIterator AsyncIterable AsyncGenerator deque Deque "
                    "AbstractSet MutableSet"
                ).split(),
                0,
            ),
            **dict.fromkeys(
                "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict".split(), 1
            ),
        },
    ),
    doc_inside=True,
)
SPECS = (SPEC,)
