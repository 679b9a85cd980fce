#include "scene/node.hpp"

namespace scene {

int Node::live_ = 0;

Node::Node(std::string name) : name_(std::move(name)) { ++live_; }

int Node::live() { return live_; }

}  // namespace scene
