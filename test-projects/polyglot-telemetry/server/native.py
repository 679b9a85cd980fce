"""The ctypes border: the functions of native/filter.h, called by name."""

from __future__ import annotations

import ctypes
from pathlib import Path

from .readings import Reading


class Sample(ctypes.Structure):
    _fields_ = [("time", ctypes.c_long), ("value", ctypes.c_double)]


class NativeFilter:
    def __init__(self, library: Path) -> None:
        self._lib = ctypes.CDLL(str(library.resolve()))
        self._lib.filter_mean.restype = ctypes.c_double
        self._lib.filter_mean.argtypes = [ctypes.POINTER(Sample), ctypes.c_int]
        self._lib.filter_outliers.argtypes = [ctypes.POINTER(Sample), ctypes.c_int, ctypes.c_double]

    def mean(self, readings: list[Reading]) -> float:
        return self._lib.filter_mean(self._pack(readings), len(readings))

    def outliers(self, readings: list[Reading], limit: float) -> int:
        return self._lib.filter_outliers(self._pack(readings), len(readings), limit)

    def _pack(self, readings: list[Reading]) -> ctypes.Array[Sample]:
        return (Sample * len(readings))(*(Sample(reading.time, reading.value) for reading in readings))
