# Golden values for tests/methods/test_risk_golden.py, made once with R 4.2, e1071 and vcd
# (Debian: r-base-core, r-cran-e1071, r-cran-vcd):  Rscript risk_index.R
#
# The steps are those that COINr 1.1 documents: Treat (winsorise, winmax 5; log_CT), n_minmax
# onto 1-10, a_amean within and a_gmean between dimensions. Skewness and kurtosis are
# e1071's of type 2, to which COINr refers; kappa is vcd's, with the standard error of
# Fleiss, Cohen and Everitt (1969).

n <- 77
at <- ppoints(n)
shuffled <- function(x, by) x[(seq_along(x) * by) %% (length(x) + 1)]
values <- data.frame(
  unit = sprintf("U%02d", seq_len(n)),
  even = shuffled(10 + 20 * at, 5),                       # nothing to treat
  few_high = shuffled(c(qnorm(at[1:75], 50, 8), 180, 260), 7),  # winsorised above
  few_low = shuffled(c(5, 20, qnorm(at[3:77], 500, 60)), 11),   # winsorised below
  many_high = shuffled(exp(7 * at^4), 17)      # more than five: logarithm
)
values[-1] <- round(values[-1], 3)

outlying <- function(x) {
  abs(e1071::skewness(x, type = 2)) > 2 && e1071::kurtosis(x, type = 2) > 3.5
}

treated <- function(x, winmax = 5) {
  points <- 0
  y <- x
  while (outlying(y) && points < winmax) {
    if (e1071::skewness(y, type = 2) >= 0) {
      end <- which(y == max(y)); y[end] <- max(y[-end])
    } else {
      end <- which(y == min(y)); y[end] <- min(y[-end])
    }
    points <- length(end)
  }
  if (outlying(y)) log(x - min(x) + 0.01 * (max(x) - min(x))) else y
}

scaled <- function(x) 1 + 9 * (x - min(x)) / (max(x) - min(x))

weights <- c(even = 1, few_high = 2, few_low = 1.5, many_high = 0.5)
steps <- values["unit"]
for (name in names(weights)) steps[[name]] <- scaled(treated(values[[name]]))
first <- (steps$even * 1 + steps$few_high * 2) / 3
second <- (steps$few_low * 1.5 + steps$many_high * 0.5) / 2
steps$first <- first
steps$second <- second
steps$geometric <- first^0.45 * second^0.55
steps$arithmetic <- first * 0.45 + second * 0.55
steps$rank <- rank(-steps$geometric, ties.method = "min")

shapes <- data.frame(
  name = names(weights),
  skewness = sapply(values[-1], e1071::skewness, type = 2),
  kurtosis = sapply(values[-1], e1071::kurtosis, type = 2)
)

# Hout, Duncan & Sobel (1987): husbands and wives on the same question, in vcd
data("SexualFun", package = "vcd")
found <- vcd::Kappa(SexualFun, weights = "Fleiss-Cohen")
agreement <- data.frame(
  kappa = found$Weighted[["value"]],
  low = confint(found)["Weighted", 1],
  high = confint(found)["Weighted", 2]
)

out <- function(x, file) write.csv(format(x, digits = 12), file, row.names = FALSE, quote = FALSE)
out(values, "risk_values.csv")
out(steps, "risk_steps.csv")
out(shapes, "risk_shapes.csv")
out(agreement, "agreement.csv")
print(SexualFun)
