#include "scene/registry.hxx"

namespace scene::registry {

std::map<std::string, Factory>& detail::table() {
    static std::map<std::string, Factory> table;
    return table;
}

bool add(const std::string& kind, Factory factory) { return detail::table().emplace(kind, factory).second; }

NodePtr create(const std::string& kind) { return detail::table().at(kind)(); }

}  // namespace scene::registry
