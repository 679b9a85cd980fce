#include "scene/visitor.hpp"

#include "scene/shapes.hpp"

namespace scene {

void Visitor::visit(const Square& square) { visit(static_cast<const Rect&>(square)); }

}  // namespace scene
