#ifndef SCENE_RENDER_CANVAS_HH
#define SCENE_RENDER_CANVAS_HH

#include <string>

#include "svg.hh"

namespace scene {
class Node;
}

namespace render {

class SvgVisitor;

class Canvas {
public:
    /// Not the `add` of a group, nor that of the registry.
    void add(const std::string& line);
    void draw(const scene::Node& node);
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace render

#endif
