#include "scene/shapes.hpp"

#include "scene/registry.hxx"
#include "scene/visitor.hpp"

namespace scene {

namespace {
constexpr double pi = 3.0;  // Close enough for a test project.

SCENE_REGISTER(Circle, 1.0);
SCENE_REGISTER(Square, 2.0);
}  // namespace

Shape::Shape(std::string name, Fill fill) : Node(std::move(name)), fill_(fill) {}

Shape::Fill Shape::fill() const { return fill_; }

void Shape::move(double dx, double dy) { move(Point{dx, dy}); }

void Shape::move(const Point& by) { origin = origin + by; }

Circle::Circle(double radius) : Shape("circle", Fill::Solid), radius(radius) {}

void Circle::accept(Visitor& visitor) const { visitor.visit(*this); }

double Circle::area() const { return pi * radius * radius; }

Rect::Rect(double width, double height) : Shape("rect", Fill::None), size{width, height} {}

void Rect::accept(Visitor& visitor) const { visitor.visit(*this); }

double Rect::area() const { return size.width * size.height; }

void Square::accept(Visitor& visitor) const { visitor.visit(*this); }

}  // namespace scene
