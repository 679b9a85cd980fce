"""Components of JSX, their properties, and the values of those."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "component": """
//- badge.tsx
export const Badge = (props: { label: string }) => <b>{props.label}</b>;
             ^^^^^ def
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge$0 label="" />;
""",
    "closing tag": """
//- badge.tsx
export function Badge(props: {}) { return null; }
                ^^^^^ def
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge>1</Badge$0>;
""",
    "component of a namespace": """
//- badge.tsx
export function Badge() { return null; }
                ^^^^^ def
//- app.tsx
import * as ui from './badge';
export const App = () => <ui.Badge$0 />;
""",
    "property by an interface": """
//- badge.tsx
interface Props { label: string }
                  ^^^^^ def
export function Badge(props: Props) { return null; }
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge label$0="" />;
""",
    "property by an interface above": """
//- badge.tsx
interface Base { label: string }
                 ^^^^^ def
interface Props extends Base { size: number }
export const Badge = ({ label, size }: Props) => null;
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge label$0="" />;
""",
    "property of a class component": """
//- badge.tsx
interface Props { label: string }
                  ^^^^^ def
export class Badge extends Component<Props> { render() { return null; } }
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge label$0="" />;
""",
    "property of a component by its type": """
//- badge.tsx
interface Props { label: string }
                  ^^^^^ def
export const Badge: FC<Props> = () => null;
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge label$0="" />;
""",
    "handler of a property": """
//- badge.tsx
class Item { id = 1 }
             ^^ def
interface Props { onPick: (one: Item) => void }
export function Badge(props: Props) { return null; }
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge onPick={(one) => one.id$0} />;
""",
    "value within": """
//- app.tsx
export const App = ({ label }: { label: string }) => <b title={label$0}>{label}</b>;
                      ^^^^^ def
""",
    "properties that are spread": """
//- app.tsx
interface Props { label: string }
                  ^^^^^ def
export const App = (props: Props) => <b {...props}>{props.label$0}</b>;
""",
    "element of the platform": """
//- app.tsx
const div = 1;
export const App = () => <div$0 />;
""",
    "generic component": """
//- list.tsx
class Item { id = 1 }
interface Props<T> { items: T[] }
                     ^^^^^ def
export function List<T>(props: Props<T>) { return null; }
export const App = () => <List<Item> items$0={[]} />;
""",
    "component that a hook gives": """
//- app.tsx
interface State { count: number }
                  ^^^^^ def
declare function useStore(): State;
export const App = () => { const { count$0 } = useStore(); return <b>{count}</b>; };
""",
}
REFERENCES = {
    "of a component": """
//- badge.tsx
export function Badge$0() { return null; }
                ^^^^^ def
//- app.tsx
import { Badge } from './badge';
         ^^^^^ ref
export const App = () => <Badge>1</Badge>;
                          ^^^^^ ref
                                   ^^^^^ ref
""",
    "of a property of a component": """
//- badge.tsx
interface Props { label$0: string }
                  ^^^^^ def
export function Badge({ label }: Props) { return label; }
                        ^^^^^ ref
//- app.tsx
import { Badge } from './badge';
export const App = () => <Badge label="" />;
                                ^^^^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
