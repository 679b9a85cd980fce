#ifndef FILTER_H
#define FILTER_H

#ifdef __cplusplus
extern "C" {
#endif

struct sample {
    long time;
    double value;
};

double filter_mean(const struct sample *samples, int count);
int filter_outliers(const struct sample *samples, int count, double limit);

#ifdef __cplusplus
}
#endif

#endif
