// A C++ header whose suffix does not say so.
#pragma once

#include "scene/node.hpp"

namespace scene {

class Group : public Node {
public:
    using Node::Node;
    void accept(Visitor& visitor) const override;
    double area() const override;

    Node& add(NodePtr child);

    template <typename T, typename... Args>
    T& make(Args&&... args) {
        return static_cast<T&>(add(std::make_unique<T>(std::forward<Args>(args)...)));
    }

    const std::vector<NodePtr>& children() const { return children_; }

private:
    std::vector<NodePtr> children_;
};

}  // namespace scene
