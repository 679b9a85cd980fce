"""Where names of Java lead by types: generics, overloads, literals, chains, the library."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "literals in a call whose result tells which overload takes it": """
//- A.java
import java.util.*;
class Item { void go() { } }
                  ^^ def
interface Task { void run(Item item); }
class A {
  static void all(Task... tasks) { }
  static void all(Collection<Task> tasks) { }
  static void all(String name, Task... tasks) { }
  void f() { all(Arrays.asList(one -> one.g$0o())); }
}
""",
    "functions that take one or any number of what they infer": """
//- A.java
import java.util.stream.Stream;
class Item { void go() { } }
                  ^^ def
interface Task { void run(Item item); }
class A {
  static void all(Task... tasks) { }
  static void all(Stream<Task> tasks) { }
  void f() { all(Stream.of(one -> { }, one -> one.g$0o())); }
}
""",
    "type argument through a superclass": """
//- A.java
class Item { void run() { } }
                  ^^^ def
abstract class Base<T> { T get() { return null; } }
class Items extends Base<Item> { }
class A { void f(Items items) { items.get().ru$0n(); } }
""",
    "type argument through two levels, renamed": """
//- A.java
class Item { void run() { } }
                  ^^^ def
interface Source<E> { E next(); }
abstract class Base<A, B> implements Source<B> { }
class Items extends Base<String, Item> { }
class A { void f(Items items) { items.next().ru$0n(); } }
""",
    "inherited generic field": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class Base<T> { T value; }
class Items extends Base<Item> { void f() { value.ru$0n(); } }
""",
    "builder that returns its own type": """
//- A.java
abstract class Builder<B extends Builder<B>> { B name(String s) { return null; } }
class Special extends Builder<Special> { void only() { } }
                                              ^^^^ def
class A { void f() { new Special().name("x").on$0ly(); } }
""",
    "type parameter of a method from its argument": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A {
  static <T> T same(T x) { return x; }
  void f(Item item) { same(item).ru$0n(); }
}
""",
    "type parameter of a method from a class literal": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A {
  <T> T make(Class<T> type) { return null; }
  void f() { make(Item.class).ru$0n(); }
}
""",
    "type parameter of a method that is written": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A {
  static <T> T make() { return null; }
  void f() { A.<Item>make().ru$0n(); }
}
""",
    "type parameter of a method from the elements of a list": """
//- A.java
import java.util.List;
class Item { void run() { } }
                  ^^^ def
class A {
  <T> T first(List<? extends T> xs) { return null; }
  void f(List<Item> items) { first(items).ru$0n(); }
}
""",
    "library's static function keeps the type": """
//- A.java
import java.util.*;
class Item { void run() { } }
                  ^^^ def
class A { void f(Item item) { Objects.requireNonNull(item).ru$0n(); } }
""",
    "values of a map": """
//- A.java
import java.util.Map;
class Item { void run() { } }
                  ^^^ def
class A { void f(Map<String, Item> items) {
  for (Map.Entry<String, Item> e : items.entrySet()) e.getValue().ru$0n();
} }
""",
    "entries of a map with var": """
//- A.java
import java.util.Map;
class Item { void run() { } }
                  ^^^ def
class A { void f(Map<String, Item> items) { for (var e : items.entrySet()) e.getValue().ru$0n(); } }
""",
    "stream of a list": """
//- A.java
import java.util.List;
class Item { Part part() { return null; } }
class Part { void run() { } }
                  ^^^ def
class A { void f(List<Item> items) { items.stream().map(Item::part).findFirst().get().ru$0n(); } }
""",
    "stream with literals": """
//- A.java
import java.util.List;
class Item { Part part() { return null; } boolean ok() { return true; } }
class Part { void run() { } }
                  ^^^ def
class A { void f(List<Item> items) {
  items.stream().filter(i -> i.ok()).map(i -> i.part()).forEach(p -> p.ru$0n());
} }
""",
    "collected stream": """
//- A.java
import java.util.*;
import java.util.stream.Collectors;
class Item { void run() { } }
                  ^^^ def
class A { void f(Set<Item> items) { items.stream().collect(Collectors.toList()).get(0).ru$0n(); } }
""",
    "optional's payload": """
//- A.java
import java.util.Optional;
class Item { void run() { } }
                  ^^^ def
class A { void f(Optional<Item> item) { item.ifPresent(i -> i.ru$0n()); } }
""",
    "diamond takes what is expected": """
//- A.java
import java.util.*;
class Item { void run() { } }
                  ^^^ def
class A { List<Item> items = new ArrayList<>(); void f() { items.iterator().next().ru$0n(); } }
""",
    "diamond takes what it is created with": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class Box<T> { Box(T value) { } T get() { return null; } }
class A { void f(Item item) { var box = new Box<>(item); box.get().ru$0n(); } }
""",
    "literal's parameter by an interface of the workspace": """
//- A.java
class Item { void run() { } }
                  ^^^ def
interface Visitor<T> { void visit(T one); default void done() { } }
class A {
  void each(Visitor<Item> v) { }
  void f() { each(i -> i.ru$0n()); }
}
""",
    "literal's parameter where it is declared": """
//- A.java
import java.util.function.Function;
class Item { void run() { } }
                  ^^^ def
class A { Function<Item, String> f = i -> { i.ru$0n(); return ""; }; }
""",
    "literal's parameter where it is returned": """
//- A.java
import java.util.function.Consumer;
class Item { void run() { } }
                  ^^^ def
class A { Consumer<Item> f() { return i -> i.ru$0n(); } }
""",
    "literal's parameter where it is cast": """
//- A.java
import java.util.function.Consumer;
class Item { void run() { } }
                  ^^^ def
class A { Object f = (Consumer<Item>) i -> i.ru$0n(); }
""",
    "literal's parameter where it is given to a constructor": """
//- A.java
import java.util.function.Consumer;
class Item { void run() { } }
                  ^^^ def
class Task { Task(Consumer<Item> c) { } }
class A { Task t = new Task(i -> i.ru$0n()); }
""",
    "literal's parameter follows from an earlier argument": """
//- A.java
import java.util.function.Function;
class Item { void run() { } }
                  ^^^ def
class A {
  static <T, R> R with(T x, Function<? super T, R> f) { return null; }
  void f(Item item) { with(item, i -> { i.ru$0n(); return 1; }); }
}
""",
    "result of a literal": """
//- A.java
import java.util.function.Supplier;
class Item { void run() { } }
                  ^^^ def
class A {
  static <T> T get(Supplier<T> s) { return null; }
  void f() { get(() -> new Item()).ru$0n(); }
}
""",
    "result of a reference to a constructor": """
//- A.java
import java.util.function.Supplier;
class Item { void run() { } }
                  ^^^ def
class A {
  static <T> T get(Supplier<T> s) { return null; }
  void f() { get(Item::new).ru$0n(); }
}
""",
    "reference to an overloaded function": """
//- A.java
import java.util.function.Function;
class A {
  static String show(int x) { return ""; }
  static String show(String x) { return ""; }
                ^^^^ def
  Function<String, String> f = A::sh$0ow;
}
""",
    "reference to a function of this": """
//- A.java
import java.util.List;
class A {
  void take(String s) { }
       ^^^^ def
  void f(List<String> xs) { xs.forEach(this::ta$0ke); }
}
""",
    "reference to a function of the library": """
//- A.java
import java.util.function.Function;
class B { int length() { return 1; } }
class A { Function<String, Integer> f = String::le$0ngth; }
""",
    "overload that an inherited one is chosen over": """
//- A.java
class Base { void put(String s) { } }
                  ^^^ def
class A extends Base { void put(Integer i) { } void f() { pu$0t("x"); } }
""",
    "overload by boxing only where no other takes it": """
//- A.java
class A {
  void put(long x) { }
       ^^^ def
  void put(Integer x) { }
  void f(int i) { pu$0t(i); }
}
""",
    "overload with a variable number of arguments comes last": """
//- A.java
class A {
  void put(Object x) { }
       ^^^ def
  void put(String... xs) { }
  void f() { pu$0t("x"); }
}
""",
    "overload with a variable number of arguments": """
//- A.java
class A {
  void put(Object x) { }
  void put(String... xs) { }
       ^^^ def
  void f() { pu$0t("x", "y"); }
}
""",
    "array for a variable number of arguments": """
//- A.java
class A {
  void put(String x) { }
  void put(Object... xs) { }
       ^^^ def
  void f(String[] xs) { pu$0t(xs); }
}
""",
    "most specific of two interfaces": """
//- A.java
import java.util.*;
class A {
  void put(Iterable<String> x) { }
  void put(Collection<String> x) { }
       ^^^ def
  void f(List<String> xs) { pu$0t(xs); }
}
""",
    "overload by what the library gives": """
//- A.java
class A {
  void put(Object x) { }
  void put(int x) { }
       ^^^ def
  void f(String s) { pu$0t(s.length()); }
}
""",
    "overload by a calculation": """
//- A.java
class A {
  void put(int x) { }
  void put(double x) { }
       ^^^ def
  void f(int i) { pu$0t(i * 2.0); }
}
""",
    "overload by joined text": """
//- A.java
class A {
  void put(int x) { }
  void put(CharSequence x) { }
       ^^^ def
  void f(int i) { pu$0t("n" + i); }
}
""",
    "overload by a comparison": """
//- A.java
class A {
  void put(Object x) { }
  void put(boolean x) { }
       ^^^ def
  void f(int i) { pu$0t(i > 2); }
}
""",
    "overload by the element of an array": """
//- A.java
class A {
  void put(Object x) { }
  void put(char x) { }
       ^^^ def
  void f(char[][] xs) { pu$0t(xs[0][1]); }
}
""",
    "overload by null": """
//- A.java
class A {
  void put(int x) { }
  void put(String x) { }
       ^^^ def
  void f() { pu$0t(null); }
}
""",
    "overload by the parameters of a literal": """
//- A.java
import java.util.function.*;
class A {
  void each(Function<String, String> f) { }
  void each(BiFunction<String, String, String> f) { }
       ^^^^ def
  void f() { ea$0ch((a, b) -> a); }
}
""",
    "overload by whether a literal gives something": """
//- A.java
import java.util.function.*;
class A {
  void run(Runnable f) { }
       ^^^ def
  void run(Supplier<String> f) { }
  void f() { ru$0n(() -> { }); }
}
""",
    "a literal that gives something": """
//- A.java
import java.util.function.*;
class A {
  void run(Runnable f) { }
  void run(Supplier<String> f) { }
       ^^^ def
  void f() { ru$0n(() -> "x"); }
}
""",
    "a literal of a call that gives nothing": """
//- A.java
import java.util.function.*;
class A {
  void run(Runnable f) { }
       ^^^ def
  void run(Supplier<String> f) { }
  void nothing() { }
  void f() { ru$0n(() -> nothing()); }
}
""",
    "constructor by the types of its arguments": """
//- A.java
class Item { Item(int x) { } Item(String x) { } }
                             ^^^^ def
class A { Item i = new It$0em("x"); }
""",
    "library's function hides one of the class around": """
//- A.java
import java.util.AbstractList;
class A {
  int size() { return 1; }
  class B extends AbstractList<String> {
    public String get(int i) { return "" + si$0ze(); }
  }
}
""",
    "function of the class around, of a name the library has elsewhere": """
//- A.java
class A {
  int length() { return 1; }
      ^^^^^^ def
  class B { int get() { return len$0gth(); } }
}
""",
    "long chain": """
//- A.java
class B { B a() { return this; } C end() { return null; } }
class C { void run() { } }
               ^^^ def
class A { void f(B b) {
  b.a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a()
   .a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().a().end().ru$0n();
} }
""",
    "length of an array": """
//- A.java
class A { static int length; int f(int[] xs) { return xs.len$0gth; } }
""",
    "nested type that is inherited": """
//- A.java
class Base { static class Part { void run() { } } }
                                      ^^^ def
class A extends Base { void f(Part p) { p.ru$0n(); } }
""",
    "nested type of the library": """
//- A.java
import java.util.Map;
class B { Object getKey() { return null; } }
class A { void f(Map.Entry<String, String> e) { e.get$0Key(); } }
""",
    "type with annotations": """
//- A.java
import java.util.List;
class Item { void run() { } }
                  ^^^ def
class A { void f(List<@Nullable Item> items) { items.get(0).ru$0n(); } }
""",
    "type parameters of both bounds": """
//- A.java
interface Named { String name(); }
                         ^^^^ def
class A { <T extends Comparable<T> & Named> void f(T x) { x.na$0me(); } }
""",
    "the class of an object": """
//- A.java
class Item { void run() { } }
                  ^^^ def
class A { void f(Item item) throws Exception { item.getClass().cast(item).ru$0n(); } }
""",
    "field of a class around with type arguments": """
//- A.java
import java.util.*;
class Item { void run() { } }
                  ^^^ def
class A { Map<String, List<Item>> items; class B { void f() { items.get("x").get(0).ru$0n(); } } }
""",
    "member of an inner instance": """
//- A.java
class Outer { class Inner { void run() { } } }
                                 ^^^ def
class A { void f(Outer o) { o.new Inner().ru$0n(); } }
""",
    "conditional of two types": """
//- A.java
class Base { void run() { } }
                  ^^^ def
class Sub extends Base { }
class A { void f(boolean b, Sub s, Base t) { (b ? s : t).ru$0n(); } }
""",
    "enum's own functions are the library's": """
//- A.java
enum Color { RED; static Color of(String s) { return valueOf(s); } }
class B { static void values() { } void name() { } }
class A { void f() { Color.RED.na$0me(); } }
""",
    "enum constants in a loop": """
//- A.java
enum Color { RED; int code() { return 1; } }
                      ^^^^ def
class A { void f() { for (Color c : Color.values()) { c.co$0de(); } } }
""",
    "enum constants in a loop with var": """
//- A.java
enum Color { RED; int code() { return 1; } }
                      ^^^^ def
class A { void f() { for (var c : Color.values()) { c.co$0de(); } } }
""",
    "function of a constant's own body": """
//- A.java
enum Color { RED { void go() { he$0lp(); } void help() { } }; void help() { } }
                                              ^^^^ def
""",
    "default function of an interface": """
//- A.java
interface Shape { default int area() { return 1; } }
                              ^^^^ def
class Box implements Shape { int f() { return Shape.super.ar$0ea(); } }
""",
    "record pattern": """
//- A.java
record Point(Item item) { }
class Item { void run() { } }
                  ^^^ def
class A { void f(Object o) { if (o instanceof Point(Item i)) i.ru$0n(); } }
""",
    "interface that a class of the workspace inherits from the library": """
//- A.java
import java.util.*;
class Item { void run() { } }
                  ^^^ def
class Items extends ArrayList<Item> { }
class A { void f(Items items) { for (var i : items) i.ru$0n(); items.get(0).run(); } }
""",
    "comparator of a key": """
//- A.java
import java.util.*;
class Item { String key() { return ""; } }
                    ^^^ def
class A { void f(List<Item> items) { items.sort(Comparator.comparing(i -> i.ke$0y())); } }
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
