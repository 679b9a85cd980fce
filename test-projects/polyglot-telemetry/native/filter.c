#include "filter.h"

static double distance(double a, double b) {
    return a > b ? a - b : b - a;
}

double filter_mean(const struct sample *samples, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += samples[i].value;
    return count ? sum / count : 0;
}

int filter_outliers(const struct sample *samples, int count, double limit) {
    double mean = filter_mean(samples, count);
    int outliers = 0;
    for (int i = 0; i < count; i++)
        outliers += distance(samples[i].value, mean) > limit;
    return outliers;
}
