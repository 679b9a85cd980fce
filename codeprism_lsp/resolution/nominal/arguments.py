"""Arguments of calls: what is known of each before the function that is called is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Builtin, Instance, Outside, Type, Variable
from codeprism_lsp.resolution.nominal import functions, references, types
from codeprism_lsp.resolution.nominal.conversion import Fit, fit
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_STATEMENTS = frozenset({Form.CALL, Form.NEW, Form.SAME})  # expressions that may stand as statements


class Gives(Enum):
    """What a function literal gives, as far as its form tells."""

    NOTHING = auto()
    VALUE = auto()
    EITHER = auto()


@dataclass(frozen=True)
class Argument:
    """One argument: a value of some type, a function literal, or a reference to a function."""

    expression: Expression
    form: Form | None
    type: Type | None = None
    count: int = 0  # parameters of a function literal
    is_typed: bool = False  # whether those have types
    gives: Gives = Gives.EITHER

    @property
    def is_function(self) -> bool:
        return self.form is Form.LAMBDA


def of_call(resolver: Resolver, path: str, view: FileView, call: Expression) -> list[Argument]:
    """The arguments of a call or an instantiation."""
    listed = call.part("arguments")
    return [_of(resolver, path, view, one) for one in listed.children] if listed is not None else []


def _of(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Argument:
    inner = expression
    while inner.node_type == "parenthesized_expression" and (operand := inner.part("operand")) is not None:
        inner = operand
    if references.is_one(inner):
        return Argument(inner, Form.LAMBDA, None, -1)
    if inner.form is not Form.LAMBDA:
        return Argument(inner, inner.form, resolver.type_of(path, view, inner))
    count, is_typed = literal_parameters(inner)
    return Argument(inner, Form.LAMBDA, None, count, is_typed, _gives(resolver, path, view, inner, count))


def literal_parameters(literal: Expression) -> tuple[int, bool]:
    """How many parameters a function literal has, and whether they have types."""
    listed = literal.part("parameters")
    if listed is None:
        return 0, True
    if listed.form is Form.NAME:
        return 1, False
    children = listed.children
    typed = all(one.node_type != "identifier" for one in children)
    return len(children), typed and "var " not in listed.text


def _gives(resolver: Resolver, path: str, view: FileView, literal: Expression, count: int) -> Gives:
    body = literal.part("body")
    if body is None:
        return Gives.EITHER
    if body.node_type == "block":
        if view.lambda_results(literal.span[0]):
            return Gives.VALUE
        last = body.children[-1:]
        return Gives.EITHER if last and last[0].node_type == "throw_statement" else Gives.NOTHING
    if body.form not in _STATEMENTS or body.node_type in ("parenthesized_expression", "unary_expression"):
        return Gives.VALUE
    if count == 0 and resolver.type_of(path, view, body) == types.VOID:
        return Gives.NOTHING
    return Gives.EITHER


def fit_of(
    resolver: Resolver,
    path: str,
    view: FileView,
    argument: Argument,
    wanted: Type | None,
    function: Function,
) -> Fit:
    """How an argument suits a parameter of a function."""
    if not argument.is_function:
        return fit(resolver, argument.type, wanted, path, function)
    if wanted is None or isinstance(wanted, Variable):
        return Fit.PERHAPS
    if isinstance(wanted, Builtin):
        return Fit.NO
    expected = functions.of_interface(resolver, wanted, path)
    if expected is None:
        outside = isinstance(wanted, Outside) and wanted.name not in types.library(resolver, path)
        return Fit.NO if isinstance(wanted, Instance) or not outside else Fit.PERHAPS
    if argument.count < 0:
        return references.fit_of(resolver, path, view, argument.expression, expected)
    if argument.count != len(expected.parameters):
        return Fit.NO
    if expected.result == types.VOID:
        return Fit.NO if argument.gives is Gives.VALUE else Fit.BELOW
    return Fit.NO if argument.gives is Gives.NOTHING else Fit.BELOW
