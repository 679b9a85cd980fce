#pragma once

#include <ostream>

namespace scene {

template <typename T>
struct Vec {
    T x{};
    T y{};

    Vec operator+(const Vec& other) const { return {x + other.x, y + other.y}; }
    T dot(const Vec& other) const;
};

template <typename T>
T Vec<T>::dot(const Vec& other) const {
    return x * other.x + y * other.y;
}

template <typename T>
std::ostream& operator<<(std::ostream& out, const Vec<T>& vec) {
    return out << '(' << vec.x << ", " << vec.y << ')';
}

using Point = Vec<double>;

}  // namespace scene
