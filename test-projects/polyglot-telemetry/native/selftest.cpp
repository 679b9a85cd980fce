// Calls the C functions over the extern "C" border.
#include "filter.h"

#include <cstdio>
#include <vector>

namespace {

std::vector<sample> ramp(int count) {
    std::vector<sample> samples;
    for (int i = 0; i < count; ++i) samples.push_back({i, static_cast<double>(i)});
    return samples;
}

}  // namespace

int main() {
    const auto samples = ramp(5);
    const double mean = filter_mean(samples.data(), static_cast<int>(samples.size()));
    std::printf("%.1f\n", mean);
    return mean == 2.0 ? 0 : 1;
}
