#ifndef SCENE_RENDER_SVG_HH
#define SCENE_RENDER_SVG_HH

// canvas.hh and svg.hh include each other on purpose; the guards make it harmless.
#include "canvas.hh"
#include "scene/visitor.hpp"

namespace render {

class Canvas;

class SvgVisitor : public scene::Visitor {
public:
    explicit SvgVisitor(Canvas& canvas) : canvas_(canvas) {}
    using scene::Visitor::visit;
    void visit(const scene::Circle& circle) override;
    void visit(const scene::Rect& rect) override;
    void visit(const scene::Group& group) override;

private:
    Canvas& canvas_;
};

}  // namespace render

#endif
