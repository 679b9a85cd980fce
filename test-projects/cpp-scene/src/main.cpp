#include <iostream>

#include "render/canvas.hh"
#include "scene/algorithms.ipp"
#include "scene/registry.hxx"
#include "scene/shapes.hpp"

int main() {
    scene::Group group("all");
    auto& rect = group.make<scene::Rect>(3.0, 4.0);
    rect.move(1.0, 2.0);
    group.add(scene::registry::create("Square"));
    group.add(scene::registry::create("Circle"));

    render::Canvas canvas;
    canvas.draw(group);
    std::cout << canvas.text() << rect.origin << ' ' << scene::total_area(group) << ' ' << scene::Node::live()
              << ' ' << rect.origin.dot(scene::Point{1, 1}) << '\n';
    return 0;
}
