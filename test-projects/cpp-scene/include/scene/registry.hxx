#pragma once

#include <functional>
#include <map>
#include <string>

#include "scene/node.hpp"

#define SCENE_REGISTER(type, ...) \
    static const bool registered_##type = ::scene::registry::add(#type, [] { return ::scene::NodePtr(new type(__VA_ARGS__)); })

namespace scene {
namespace registry {

using Factory = std::function<NodePtr()>;

bool add(const std::string& kind, Factory factory);
NodePtr create(const std::string& kind);

namespace detail {
std::map<std::string, Factory>& table();
}

}  // namespace registry
}  // namespace scene
