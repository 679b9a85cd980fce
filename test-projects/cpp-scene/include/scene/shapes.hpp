#pragma once

#include "scene/node.hpp"

namespace scene {

class Shape : public Node {
public:
    enum class Fill { None, Solid };

    Shape(std::string name, Fill fill);
    Fill fill() const;
    void move(double dx, double dy);
    void move(const Point& by);

private:
    Fill fill_;
};

class Circle : public Shape {
public:
    explicit Circle(double radius);
    void accept(Visitor& visitor) const override;
    double area() const override;
    double radius;
};

class Rect : public Shape {
public:
    Rect(double width, double height);
    void accept(Visitor& visitor) const override;
    double area() const override;

    struct Size {
        double width, height;
    } size;
};

/// The fourth level: Node, Shape, Rect, Square.
class Square final : public Rect {
public:
    explicit Square(double side) : Rect(side, side) {}
    void accept(Visitor& visitor) const override;
};

}  // namespace scene
