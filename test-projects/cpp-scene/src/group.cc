#include "scene/group.h"

#include "scene/visitor.hpp"

using namespace scene;

void Group::accept(Visitor& visitor) const { visitor.visit(*this); }

double Group::area() const {
    double sum = 0;
    for (const auto& child : children_) sum += child->area();
    return sum;
}

Node& Group::add(NodePtr child) {
    children_.push_back(std::move(child));
    return *children_.back();
}
