#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scene/vec.hpp"

namespace scene {

class Visitor;

/// The root of the scene graph's classes.
class Node {
public:
    explicit Node(std::string name);
    virtual ~Node() = default;

    virtual void accept(Visitor& visitor) const = 0;
    virtual double area() const { return 0; }
    const std::string& name() const { return name_; }
    Point origin;

    static int live();

protected:
    std::string name_;

private:
    static int live_;
};

using NodePtr = std::unique_ptr<Node>;

}  // namespace scene
