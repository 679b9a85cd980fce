"""Where names of Java lead: scopes, packages, imports, inheritance, types of expressions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "a literal of the library is none of another library's types": """
//- Conditions.java
import org.elsewhere.Condition;
class Conditions {
  static void test(Condition condition) { }
  static void test(String... ids) { }
              ^^^^ def
  void f() { te$0st("a"); }
}
""",
    "segment of a module's name": """
//- module-info.java
module org.bui$0lder.c { }
//- A.java
class B { void builder() { } }
""",
    "segment of an exported package": """
//- module-info.java
module org.c { exports org.bui$0lder.d; }
//- A.java
class B { void builder() { } }
""",
    "tests that are a module of their own": """
//- android/lib/src/a/Item.java
package a;
class Item { }
//- lib/src/a/Item.java
package a;
class Item { }
      ^^^^ def
//- lib-tests/test/a/ItemTest.java
package a;
class ItemTest { It$0em item; }
""",
    "the nearest of two trees with one package": """
//- android/lib/src/a/Item.java
package a;
public class Item { }
//- lib/src/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- lib-tests/test/b/Use.java
package b;
import a.Item;
class Use { It$0em item; }
""",
    "the tree of its own": """
//- android/lib/src/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- lib/src/a/Item.java
package a;
public class Item { }
//- android/lib-tests/test/b/Use.java
package b;
import a.Item;
class Use { It$0em item; }
""",
    "constructor that another one calls": """
//- A.java
class A {
  A(int x) { }
  A(String x) { }
  ^ def
  A() { th$0is("x"); }
}
""",
    "constructor of the superclass": """
//- A.java
class Base { Base(int x) { } Base(String x) { } }
                             ^^^^ def
class A extends Base { A() { super$0("x"); } }
""",
    "class above without a constructor": """
//- A.java
class Base { }
      ^^^^ def
class A extends Base { A() { $0super(); } }
""",
    "a class of the package before java.lang": """
//- src/a/Record.java
package a;
public class Record { void go() { } }
                           ^^ def
//- src/a/Use.java
package a;
class Use { void f(Record r) { r.g$0o(); } }
""",
    "java.lang before classes of other packages": """
//- src/b/Integer.java
package b;
public class Integer { public int intValue() { return 1; } }
//- src/a/Use.java
package a;
class Use { void f(Integer i) { i.int$0Value(); } }
""",
    "an import before java.lang": """
//- src/b/Integer.java
package b;
public class Integer { public int intValue() { return 1; } }
                                  ^^^^^^^^ def
//- src/a/Use.java
package a;
import b.Integer;
class Use { void f(Integer i) { i.int$0Value(); } }
""",
    "value of an annotation without its name": """
//- A.java
class Names { static final String ONE = "1"; }
                                  ^^^ def
@interface Marked { String value(); }
@Marked(Names.ON$0E) class A { }
""",
    "record's static function": """
//- A.java
record Point(int x) { static Point of(int x) { return new Point(x); } int twice() { return 1; } }
                                                                          ^^^^^ def
class A { int n = Point.of(1).tw$0ice(); }
""",
    "component in a compact constructor": """
//- A.java
record Point(int x) { Point { if ($0x < 0) throw new Error(); } }
                 ^ def
""",
    "field of an enum constant through this": """
//- A.java
enum Color { RED(1); final int code; Color(int code) { this.co$0de = code; } }
                               ^^^^ def
""",
    "class of the same package": """
//- src/main/java/a/b/Item.java
package a.b;
public class Item { }
             ^^^^ def
//- src/main/java/a/b/Use.java
package a.b;
class Use { It$0em item; }
""",
    "same package, another source root": """
//- app/src/main/java/a/b/Item.java
package a.b;
public class Item { }
             ^^^^ def
//- app/src/test/java/a/b/ItemTest.java
package a.b;
class ItemTest { It$0em item; }
""",
    "same package, another module": """
//- android/lib/src/a/Item.java
package a;
class Item { }
//- lib/src/a/Item.java
package a;
class Item { }
      ^^^^ def
//- lib-tests/benchmark/a/ItemBenchmark.java
package a;
class ItemBenchmark { }
//- lib-tests/test/a/ItemTest.java
package a;
class ItemTest { It$0em item; }
""",
    "what is package-private in another module": """
//- api/src/main/java/a/Item.java
package a;
class Item { }
      ^^^^ def
//- engine/src/main/java/a/Use.java
package a;
class Use { It$0em item; }
""",
    "tests of another module are not seen": """
//- api/src/test/java/a/Item.java
package a;
class Item { }
//- engine/src/main/java/a/Use.java
package a;
class Use { It$0em item; }
""",
    "single import": """
//- src/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- src/b/Item.java
package b;
public class Item { }
//- src/b/Use.java
package b;
import a.Item;
class Use { It$0em item; }
""",
    "import on demand": """
//- src/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- src/b/Use.java
package b;
import a.*;
class Use { It$0em item; }
""",
    "the name in the import": """
//- src/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- src/b/Use.java
package b;
import a.It$0em;
""",
    "import of a nested class": """
//- src/a/Outer.java
package a;
public class Outer { public static class Inner { } }
                                         ^^^^^ def
//- src/b/Use.java
package b;
import a.Outer.Inner;
class Use { Inn$0er item; }
""",
    "outer class in the import of a nested one": """
//- src/a/Outer.java
package a;
public class Outer { public static class Inner { } }
             ^^^^^ def
//- src/b/Use.java
package b;
import a.Out$0er.Inner;
""",
    "class beside the one its file is named after": """
//- src/a/Item.java
package a;
public class Item { }
class Other { }
      ^^^^^ def
//- src/a/Use.java
package a;
class Use { Oth$0er item; }
""",
    "static import": """
//- src/a/Names.java
package a;
public class Names { public static String join(String x) { return x; } }
                                          ^^^^ def
//- src/b/Use.java
package b;
import static a.Names.join;
class Use { String s = jo$0in("x"); }
""",
    "static import on demand": """
//- src/a/Names.java
package a;
public class Names { public static final String EMPTY = ""; }
                                                ^^^^^ def
//- src/b/Use.java
package b;
import static a.Names.*;
class Use { String s = EM$0PTY; }
""",
    "another module of the build": """
//- core/src/main/java/a/Item.java
package a;
public class Item { }
             ^^^^ def
//- app/src/main/java/b/Use.java
package b;
import a.Item;
class Use { It$0em item; }
""",
    "fully qualified type": """
//- src/a/Item.java
package a;
public class Item { public int size() { return 1; } }
                               ^^^^ def
//- src/b/Use.java
package b;
class Use { int f(a.Item i) { return i.si$0ze(); } }
""",
    "method of this class without a receiver": """
//- A.java
class A {
  void run() { go$0(); }
  void go() { }
       ^^ def
}
""",
    "inherited method without a receiver": """
//- src/a/Base.java
package a;
public class Base { protected void go() { } }
                                   ^^ def
//- src/b/Sub.java
package b;
import a.Base;
class Sub extends Base { void run() { g$0o(); } }
""",
    "field through this": """
//- A.java
class A {
  private int size;
              ^^^^ def
  void set(int size) { this.si$0ze = size; }
}
""",
    "parameter before field": """
//- A.java
class A {
  private int size;
  void set(int size) { this.size = si$0ze; }
               ^^^^ def
}
""",
    "field of the outer class in an inner one": """
//- A.java
class A {
  private int size;
              ^^^^ def
  class B { int get() { return si$0ze; } }
}
""",
    "local variable's declared type": """
//- A.java
class A {
  void f() { B b = make(); b.run$0(); }
  B make() { return null; }
}
class B { void run() { } }
               ^^^ def
""",
    "var of a constructor": """
//- A.java
class A {
  void f() { var b = new B(); b.run$0(); }
}
class B { void run() { } }
               ^^^ def
""",
    "var stands for the type of its variable": """
//- A.java
class B { }
      ^ def
class A { B make() { return null; } void f() { va$0r b = make(); } }
""",
    "var of a loop stands for the type of its elements": """
//- A.java
class B { }
      ^ def
class A { void f(java.util.List<B> all) { for (va$0r b : all) { } } }
""",
    "var of arrays": """
//- A.java
class B { }
      ^ def
class A { void f(B[][] all) { for (va$0r b : all) { } } }
""",
    "var of a call": """
//- A.java
class A {
  void f() { var b = make(); b.run$0(); }
  B make() { return null; }
}
class B { void run() { } }
               ^^^ def
""",
    "super method": """
//- A.java
class A extends B { void run() { super.ru$0n(); } }
class B { void run() { } }
               ^^^ def
""",
    "fluent chain": """
//- A.java
class A { int f() { return new B().with(1).with(2).build().siz$0e(); } }
class B { B with(int x) { return this; } C build() { return null; } }
class C { int size() { return 1; } }
              ^^^^ def
""",
    "interface method": """
//- A.java
interface Shape { double area(); }
                         ^^^^ def
class A { double f(Shape s) { return s.ar$0ea(); } }
""",
    "generic superclass's result": """
//- A.java
class Base<T> { T get() { return null; } }
class Item { void run() { } }
                  ^^^ def
class A { void f(Base<Item> b) { b.get().ru$0n(); } }
""",
    "element of a list": """
//- A.java
import java.util.List;
class Item { void run() { } }
                  ^^^ def
class A { void f(List<Item> items) { items.get(0).ru$0n(); } }
""",
    "enhanced for with var": """
//- A.java
import java.util.List;
class Item { void run() { } }
                  ^^^ def
class A { void f(List<Item> items) { for (var i : items) { i.ru$0n(); } } }
""",
    "enhanced for over an array": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Item[] items) { for (var i : items) { i.ru$0n(); } } }
""",
    "variable arguments": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Item... items) { items[0].ru$0n(); } }
""",
    "try with resources": """
//- A.java
class Item implements AutoCloseable { public void close() { } void run() { } }
                                                                   ^^^ def
class A { void f() { try (var i = new Item()) { i.ru$0n(); } } }
""",
    "caught exception": """
//- A.java
class Failure extends RuntimeException { int code() { return 1; } }
                                             ^^^^ def
class A { void f() { try { } catch (Failure e) { e.co$0de(); } } }
""",
    "pattern of instanceof": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Object o) { if (o instanceof Item i && i != null) { i.ru$0n(); } } }
""",
    "pattern of instanceof, negated": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Object o) { if (!(o instanceof Item i)) return; i.ru$0n(); } }
""",
    "switch pattern": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Object o) { switch (o) { case Item i -> i.ru$0n(); default -> { } } } }
""",
    "record component as a field": """
//- A.java
record Point(int x, int y) { int sum() { return $0x + y; } }
                 ^ def
""",
    "record accessor": """
//- A.java
record Point(int x, Item item) { }
                         ^^^^ def
class Item { void run() { } }
class A { void f(Point p) { p.it$0em().run(); } }
""",
    "type of a record accessor": """
//- A.java
record Point(int x, Item item) { }
class Item { void run() { } }
                  ^^^ def
class A { void f(Point p) { p.item().ru$0n(); } }
""",
    "enum constant": """
//- A.java
enum Color { RED, GREEN }
                  ^^^^^ def
class A { Color c = Color.GR$0EEN; }
""",
    "method of an enum constant": """
//- A.java
enum Color { RED, GREEN; int code() { return 1; } }
                             ^^^^ def
class A { int c = Color.GREEN.co$0de(); }
""",
    "enum constant in a switch": """
//- A.java
enum Color { RED, GREEN }
                  ^^^^^ def
class A { void f(Color c) { switch (c) { case GR$0EEN: break; } } }
""",
    "annotation": """
//- A.java
@interface Marked { String value() default ""; }
           ^^^^^^ def
@Mar$0ked("x") class A { }
""",
    "annotation element": """
//- A.java
@interface Marked { int level() default 1; }
                        ^^^^^ def
@Marked(le$0vel = 2) class A { }
""",
    "type parameter": """
//- A.java
class Box<T> { $0T value; }
          ^ def
""",
    "type parameter of a method": """
//- A.java
class Box { <R> R map($0R x) { return x; } }
             ^ def
""",
    "lambda parameter": """
//- A.java
class A { Runnable f() { Fun g = (a, b) -> a + $0b; return null; } }
                                     ^ def
interface Fun { int apply(int a, int b); }
""",
    "constant of an implemented interface": """
//- A.java
interface Limits { int MAX = 10; }
                       ^^^ def
class A implements Limits { int f() { return MA$0X; } }
""",
    "member of an anonymous class": """
//- A.java
class A {
  Object f() {
    return new Object() {
      int count;
          ^^^^^ def
      int next() { return cou$0nt++; }
    };
  }
}
""",
    "inherited member in an anonymous class": """
//- A.java
abstract class Base { void help() { } abstract void run(); }
                           ^^^^ def
class A {
  Base f() { return new Base() { void run() { he$0lp(); } }; }
}
""",
    "nested class through its outer one": """
//- A.java
class A { static class B { static void go() { } } }
                                       ^^ def
class C { void f() { A.B.g$0o(); } }
""",
    "static method through the class": """
//- src/a/Names.java
package a;
public class Names { public static String join(String x) { return x; } }
                                          ^^^^ def
//- src/b/Use.java
package b;
import a.Names;
class Use { String s = Names.jo$0in("x"); }
""",
    "method reference": """
//- A.java
class Item { int size() { return 1; } }
                 ^^^^ def
class A { Object f = Item::si$0ze; }
""",
    "method of a string is not the workspace's": """
//- A.java
class Item { int length() { return 1; } }
class A { int f(String s) { return s.len$0gth(); } }
""",
    "outer this": """
//- A.java
class A {
  int size;
      ^^^^ def
  class B { int size; int f() { return A.this.si$0ze; } }
}
""",
    "overloads by arity": """
//- A.java
class A {
  void f(int a) { }
  void f(int a, int b) { }
       ^ def
  void g() { $0f(1, 2); }
}
""",
    "overloads by type": """
//- A.java
class A {
  static void f(Object a) { }
  static void f(CharSequence a) { }
  static void f(int[] a) { }
              ^ def
  void g(int[] xs) { A.$0f(xs); }
}
""",
    "overloads by a cast": """
//- A.java
import java.net.URL;
class A {
  void f(String a) { }
  void f(URL a) { }
       ^ def
  void g(Object x) { $0f((URL) x); }
}
""",
    "field and method of one name": """
//- A.java
class A {
  int below;
      ^^^^^ def
  A below(int x) { this.bel$0ow = x; return this; }
}
""",
    "method and field of one name": """
//- A.java
class A {
  int below;
  A below(int x) { return this; }
    ^^^^^ def
  A g() { return this.bel$0ow(1); }
}
""",
    "bound of a type parameter": """
//- A.java
interface Shape { double area(); }
                         ^^^^ def
class A<T extends Shape> { T shape; double f() { return shape.ar$0ea(); } }
""",
    "class within itself": """
//- A.java
class A { A() { } A copy() { return new A(); } int n; static int f(A a) { return a.$0n; } }
                                                   ^ def
""",
    "library's members are not the workspace's": """
//- A.java
import java.util.Timer;
class B { void cancel() { } }
class A { void f(Timer t) { t.can$0cel(); } }
""",
    "segment of a package declaration": """
//- A.java
package a.bui$0lder.c;
class B { void builder() { } }
""",
    "constructor": """
//- A.java
class Item { Item(int x) { } }
             ^^^^ def
class A { Item i = new It$0em(1); }
""",
    "class without a constructor": """
//- A.java
class Item { }
      ^^^^ def
class A { Item i = new It$0em(); }
""",
    "fully qualified expression": """
//- src/a/Names.java
package a;
public class Names { public static String join(String x) { return x; } }
                                          ^^^^ def
//- src/b/Use.java
package b;
class Use { String s = a.Names.jo$0in("x"); }
""",
    "static field of an inherited class through a static import": """
//- src/a/Base.java
package a;
public class Base { public static final int MAX = 1; }
                                            ^^^ def
//- src/a/Sub.java
package a;
public class Sub extends Base { }
//- src/b/Use.java
package b;
import static a.Sub.MAX;
class Use { int s = M$0AX; }
""",
    "a variable is no method of the same name": """
//- A.java
class A {
    Object make(final Box next) {
                          ^^^^ def
        return new Object() {
            Object next() { return ne$0xt.get(); }
        };
    }
}
class Box { Object get() { return null; } }
""",
    "a call is no variable of the same name": """
//- A.java
class A {
    int size() { return 1; }
        ^^^^ def
    int f() {
        int size = si$0ze();
        return size;
    }
}
""",
    "overload by the suffix of a literal": """
//- A.java
class A {
    void put(int a) {}
    void put(long a) {}
         ^^^ def
    void put(Object a) {}
    void f() { pu$0t(3L); }
}
""",
    "overload by what a method of the workspace gives": """
//- A.java
class A {
    A(String s) {}
    A(Throwable t) {}
    ^ def
    static Exception cause() { return null; }
    Object f() { return new $0A(cause()); }
}
""",
    "overload for an argument that is not known": """
//- A.java
import static elsewhere.Things.thing;
class A {
    void put(boolean[] a, boolean b) {}
    void put(Object a, boolean b) {}
         ^^^ def
    void f() { pu$0t(thing(), false); }
}
""",
    "type parameter that is named before it is declared": """
//- A.java
class A {
    <A1 extends Comparable<B$01>, B1> void f(B1 b) {}
                                ^^ def
}
""",
}

_FILLING = "  // " + "x" * 200 + "\n"


def test_a_class_parameter_in_a_large_file() -> None:
    """What is around a function is not parsed with it, but for what a class declares for itself."""
    check_definition(
        "\n//- A.java\nclass A<Item> {\n        ^^^^ def\n"
        + _FILLING * 40
        + "  void f() { It$0em one = null; }\n"
        + _FILLING * 40
        + "}\n"
    )


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
