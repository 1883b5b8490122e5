/** Benchmarks. Each compares with a baseline in the same run; absolute figures are medians of several runs. */
package dev.perch.bench;
