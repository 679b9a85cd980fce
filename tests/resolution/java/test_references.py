"""References of Java's definitions, from wherever they are asked for."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "a field of its name overrides no function": """
//- A.java
abstract class Base { abstract Object si$0ze(); Object f() { return size(); } }
                                      ^^^^ def
                                                                  ^^^^ ref
class A extends Base { Object size; Object size() { return this.size; } }
                                           ^^^^ ref
""",
    "constructor, with its calls by keyword": """
//- A.java
class A {
  A(int x) { }
  A(String $0x) { this(1); }
           ^ def
}
""",
    "constructor that is called by keyword": """
//- a/A.java
package a;
public class A {
  public $0A(int x) { }
         ^ def
  A() { this(1); }
        ^^^^ ref
  A(String x) { this(); }
}
//- b/B.java
package b;
class B extends a.A { B() { super(2); } B(int x) { super(); new a.A(x); } }
                            ^^^^^ ref
                                                                  ^ ref
""",
    "links to what a function overrides are no calls of it": """
//- A.java
/** Calls {@link #run()}. */
class Base { void run() { } void f() { run(); } }
                                       ^^^ ref
class A extends Base { void ru$0n() { } }
                            ^^^ def
""",
    "class, with imports and creations": """
//- src/a/Item.java
package a;
public class Item { Item() { } static Item make() { return new Item(); } }
             ^^^^ def
                                      ^^^^ ref
                                                               ^^^^ ref
//- src/b/Use.java
package b;
import a.It$0em;
         ^^^^ ref
class Use extends Item { }
                  ^^^^ ref
//- src/c/Item.java
package c;
class Item { Item i; }
""",
    "one of two overloads": """
//- A.java
class A {
  void f(int a) { f(a, 1); }
  void $0f(int a, int b) { f(a); }
       ^ def
  void g() { this.f(1, 2); f(1); }
                  ^ ref
}
""".replace("{ f(a, 1); }\n", "{ f(a, 1); }\n                  ^ ref\n"),
    "constructor": """
//- A.java
class A {
  $0A(int x) { }
  ^ def
  A() { }
  static A make() { new A(); return new A(1); }
                                        ^ ref
}
""",
    "inherited field": """
//- A.java
class Base { protected int si$0ze; }
                           ^^^^ def
class A extends Base { int f() { return size + this.size; } }
                                        ^^^^ ref
                                                    ^^^^ ref
class B { int size; int f() { return size; } }
""",
    "record component and its accessor": """
//- A.java
record P(int $0x) { int twice() { return x * 2; } }
             ^ def
                                       ^ ref
class A { int f(P p) { return p.x(); } }
                                ^ ref
""",
    "local variable": """
//- A.java
class A {
  int n;
  void f() {
    int $0n = 1;
        ^ def
    this.n = n;
             ^ ref
  }
}
""",
    "static import": """
//- src/a/Names.java
package a;
public class Names { public static String jo$0in(String x) { return x; } }
                                          ^^^^ def
//- src/b/Use.java
package b;
import static a.Names.join;
                      ^^^^ ref
class Use { String s = join("x"); }
                       ^^^^ ref
""",
    "a method, what overrides it and its calls through both": """
//- Base.java
abstract class Base {
    abstract int si$0ze(int a);
                 ^^^^ def
    int twice() { return size(1) + size("2"); }
                         ^^^^ ref
    int size(String s) { return 0; }
}
//- Part.java
class Part extends Base {
    int size(int a) { return 1; }
        ^^^^ ref
    void f(Part p) { p.size(1); }
                       ^^^^ ref
}
""",
    "an overriding method is called through what it overrides": """
//- Base.java
abstract class Base {
    abstract int size();
    int twice() { return size(); }
                         ^^^^ ref
}
//- Part.java
class Part extends Base {
    int si$0ze() { return 1; }
        ^^^^ def
}
//- Sibling.java
class Sibling extends Base {
    int size() { return 2; }
    void f(Sibling s) { s.size(); }
}
""",
    "parameter in its documentation": """
//- A.java
class A {
    /**
     * Grows by count.
     * @param count how many; a count is positive
              ^^^^^ ref
     * @param <T> count
     */
    <T> void grow(int co$0unt) { use(count); }
                      ^^^^^ def
                                   ^^^^^ ref
}
""",
    "type parameter in its documentation": """
//- A.java
/**
 * @param <T> what
           ^ ref
 */
class A<$0T> {
        ^ def
    T one;
    ^ ref
}
""",
    "type in documentation": """
//- p/Target.java
package p;
public class $0Target {}
             ^^^^^^ def
//- q/User.java
package q;
import p.Target;
         ^^^^^^ ref
/** Target is linked as {@link Target} and {@link p.Target the same}. */
                               ^^^^^^ ref
                                                    ^^^^^^ ref
class User {
    /**
     * @see Target
            ^^^^^^ ref
     * @see #take(Target, int)
                  ^^^^^^ ref
     */
    void take(Target t, int n) {}
              ^^^^^^ ref
}
""",
    "calls by what the text tells of their receivers": """
//- A.java
import java.util.List;
import java.util.function.Function;
class A {
  int si$0ze() { return 1; }
      ^^^^ def
  A next;
  List<String> other;
  static A of() { return null; }
  void f(A a, List<String> list, Function<A, Integer> g) {
    int n = a.size() + list.size() + next.size() + other.size();
              ^^^^ ref
                                          ^^^^ ref
    A.of().size(); this.size(); size(); new A().size(); a.next.size(); this.next.next.size();
           ^^^^ ref
                        ^^^^ ref
                                ^^^^ ref
                                                ^^^^ ref
                                                               ^^^^ ref
                                                                                      ^^^^ ref
    String s = "a.size()"; // a.size()
    g = one -> one.size();
                   ^^^^ ref
    for (A each : new A[0]) each.size();
                                 ^^^^ ref
    int size = list.isEmpty() ? size() : 0;
                                ^^^^ ref
    g = A::size;
           ^^^^ ref
    List.<A>of().get(0).size(); "size".length();
                        ^^^^ ref
  }
}
""",
    "a receiver that may be a local or a field": """
//- A.java
class B { void put(int x) { } }
class A {
  void pu$0t(int x) { }
       ^^^ def
  A held;
  void f() { B held = new B(); held.put(1); }
  void g() { held.put(1); new Object() { B held; void h() { held.put(2); A.this.put(3); } }; }
                  ^^^ ref
                                                                                ^^^ ref
}
""",
    "calls told apart by arguments stay apart": """
//- A.java
class A {
  void p$0ut(int x, String y) { }
       ^^^ def
  void put(int x, A y) { }
  void put(int x) { }
  void f(java.util.Map<A, B<A, A>> map) {
    put(1, "x"); put(1, this); put(1); put(g(1, 2), "a" + f(2, 3));
    ^^^ ref
                                       ^^^ ref
  }
}
""",
    "a function of classes without a name": """
//- A.java
interface Task { void r$0un(int x); }
                      ^^^ def
class A {
  Task task = new Task() { public void run(int x) { run(x - 1); } };
                                       ^^^ def
                                                    ^^^ ref
  void run(int x) { }
  void f() { run(1); task.run(1); g(x -> task.run(2)); }
                          ^^^ ref
                                              ^^^ ref
}
""",
    "links to a function, and to others of its name": """
//- A.java
/** {@link #take}, {@link B#take}, {@link A#take(int) take} and take(1). */
            ^^^^ ref
                                            ^^^^ ref
class A { void ta$0ke(int x) { } }
               ^^^^ def
class B {
  /** {@link #take} */
  void take(int x) { }
}
""",
    "static imports of a function and of another's": """
//- a/Names.java
package a;
public class Names { public static String jo$0in(String x) { return x; } }
                                          ^^^^ def
//- b/Use.java
package b;
import static a.Names.join;
                      ^^^^ ref
class Use { String f() { return join("x"); } }
                                ^^^^ ref
//- b/Other.java
package b;
import static a.Others.*;
class Other { String f() { return join("x"); } }
//- a/Others.java
package a;
public class Others { public static String join(String x) { return x; } }
""",
    "a type where the text tells that it is meant": """
//- a/Item.java
package a;
public class It$0em<T> { public static Item<String> of() { return new Item<>(); } public static class In { } }
             ^^^^ def
                                     ^^^^ ref
                                                                    ^^^^ ref
//- b/Use.java
package b;
import a.Item;
         ^^^^ ref
/** An {@link Item}, see {@link Use#take(Item...)}; Item. */
              ^^^^ ref
                                         ^^^^ ref
class Use extends Item<Item> implements java.util.List<Item> {
                  ^^^^ ref
                       ^^^^ ref
                                                       ^^^^ ref
  @Deprecated Item one; Item.In in; a.Item two; Class<?> kind = Item.class; // Item
              ^^^^ ref
                        ^^^^ ref
                                      ^^^^ ref
                                                                ^^^^ ref
  <X extends Item> X take(Item... all) { Object o = (Item) null; return o instanceof Item ? null : null; }
             ^^^^ ref
                          ^^^^ ref
                                                     ^^^^ ref
                                                                                     ^^^^ ref
  String s = "Item"; Runnable r = Item::of;
                                  ^^^^ ref
}
//- c/Other.java
package c;
class Item { }
class Other extends Item { Item one; b.Use two; }
//- d/Parameter.java
package d;
import a.*;
class Parameter<Item> { Item one; <X> Item f() { return null; } }
class Plain { Item one; class Inner { class Item { } Item two; } void Item() { Item(); } }
              ^^^^ ref
""",
    "an annotation and its elements": """
//- Mark.java
@interface Mark { int va$0lue(); String[] names() default {}; }
                      ^^^^^ def
@interface Other { int value(); }
@Mark(value = 1, names = {"value"}) class A { int value; void f() { value = 2; f(value = 3); } }
      ^^^^^ ref
@Other(value = 1) class B { }
@Mark(1) class C { }
""",
    "a field that others may see": """
//- a/Item.java
package a;
public class Item { public int co$0unt; Item next; int count() { return count; } }
                               ^^^^^ def
                                                                      ^^^^^ ref
//- a/Use.java
package a;
class Sub extends Item { int f() { return count + this.count; } }
                                          ^^^^^ ref
                                                       ^^^^^ ref
class Use {
  int f(Item item, Other other) { return item.count + other.count + item.next.count + item.count(); }
                                              ^^^^^ ref
                                                                              ^^^^^ ref
  int g(int count) { return count; }
}
class Other { int count; }
""",
    "a link that goes on in the next line": """
//- A.java
/**
 * See {@link
 * #take(Item)} and {@link
    ^^^^ ref
 *     A#take}.
         ^^^^ ref
 */
class A { void ta$0ke(Item x) { } }
               ^^^^ def
class Item { }
""",
    "overload in documentation": """
//- A.java
/** Use {@link #put(int)} or {@link #put(String)}. */
                ^^^ ref
class A {
    void $0put(int a) {}
         ^^^ def
    void put(String a) {}
}
//- B.java
/** {@link A#put(int)}, {@linkplain A#put(String) text}, put. */
             ^^^ ref
class B {}
""",
}


@pytest.mark.parametrize("name", CASES)
def test_references(name: str) -> None:
    check_references(CASES[name])
