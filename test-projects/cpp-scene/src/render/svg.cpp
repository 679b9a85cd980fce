#include "svg.hh"

#include "scene/group.h"
#include "scene/shapes.hpp"

namespace sc = scene;

namespace render {

void Canvas::add(const std::string& line) { text_ += line + "\n"; }

void Canvas::draw(const scene::Node& node) {
    SvgVisitor visitor(*this);
    node.accept(visitor);
}

void SvgVisitor::visit(const sc::Circle& circle) { canvas_.add("<circle r=" + std::to_string(circle.radius)); }

void SvgVisitor::visit(const sc::Rect& rect) { canvas_.add("<rect w=" + std::to_string(rect.size.width)); }

void SvgVisitor::visit(const sc::Group& group) {
    for (const auto& child : group.children()) child->accept(*this);
}

}  // namespace render
