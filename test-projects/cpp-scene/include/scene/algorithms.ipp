#pragma once

#include "scene/group.h"

namespace scene {

/// Calls `visit` for every node below the group, children first.
template <typename Visit>
void for_each(const Group& group, Visit visit) {
    for (const auto& child : group.children()) {
        if (const auto* inner = dynamic_cast<const Group*>(child.get())) for_each(*inner, visit);
        visit(*child);
    }
}

inline double total_area(const Group& group) {
    double area = 0;  // Shadows nothing here, but `Node::area` is another symbol.
    for_each(group, [&](const Node& node) { area += node.area(); });
    return area;
}

}  // namespace scene
