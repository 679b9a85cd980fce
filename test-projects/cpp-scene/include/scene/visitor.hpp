#pragma once

namespace scene {

class Circle;
class Rect;
class Square;
class Group;

class Visitor {
public:
    virtual ~Visitor() = default;
    virtual void visit(const Circle& circle) = 0;
    virtual void visit(const Rect& rect) = 0;
    virtual void visit(const Square& square);
    virtual void visit(const Group& group) = 0;
};

}  // namespace scene
