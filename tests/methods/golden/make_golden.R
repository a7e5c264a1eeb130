# Reference values of the detection methods, made once: Rscript make_golden.R
#
# Debian 12: r-base-core 4.2.2, r-cran-surveillance 1.20.3, r-cran-mass, r-cran-survival.
# The tests read the CSV files beside this script and need no R.
suppressMessages({library(surveillance); library(MASS); library(survival)})
options(digits = 15)
write <- function(frame, name) write.csv(
  data.frame(lapply(frame, function(x) if (is.double(x)) signif(x, 12) else x)), name,
  row.names = FALSE, quote = FALSE)

data(salmonella.agona); data(campyDE)
agona <- disProg2sts(salmonella.agona)
campy <- sts(campyDE$case, start = c(2002, 1), frequency = 52)
series <- list(agona = agona, campy = campy)
long <- max(sapply(series, nrow))
counts <- sapply(series, function(s) c(observed(s), rep(NA, long - nrow(s))))
write(data.frame(week = seq_len(long), counts), "counts.csv")

# EARS C2
ears <- do.call(rbind, lapply(c(0, 2), function(least) {
  found <- earsC(agona, list(method = "C2", baseline = 7, minSigma = least, alpha = 0.001))
  data.frame(min_sigma = least, week = found@control$range, upper = upperbound(found)[, 1],
             alarm = as.integer(alarms(found)[, 1]))
}))
write(ears, "ears.csv")

# Improved Farrington. surveillance 1.20.3 overwrites the working weights of the model by
# the down-weighting ones before the trend is tested, so that its standard error is another
# one, and stops fitting at a relative change of 1e-8; "mended" is the same code without
# that line and with 1e-14.
shipped <- surveillance:::algo.farrington.fitGLM.flexible
text <- deparse(shipped)
stopifnot(sum(grepl("model$weights <- omega", text, fixed = TRUE)) == 1)
text <- sub("model$weights <- omega", "NULL", text, fixed = TRUE)
text <- gsub("family = quasipoisson(link = \"log\")",
             "family = quasipoisson(link = \"log\"), epsilon = 1e-14, maxit = 100", text, fixed = TRUE)
mended <- eval(parse(text = text), environment(shipped))
farrington <- function(name, s, code, fit, reweight, trend, periods) {
  assignInNamespace("algo.farrington.fitGLM.flexible", fit, "surveillance")
  first <- 52 * 5 + 4
  range <- first:nrow(s)
  found <- farringtonFlexible(s, list(
    range = range, b = 5, w = 3, noPeriods = periods, pastWeeksNotIncluded = 26,
    reweight = reweight, weightsThreshold = 2.58, trend = trend, pThresholdTrend = 0.05,
    alpha = 0.01, thresholdMethod = "nbPlugin", limit54 = c(0, 4), glmWarnings = FALSE))
  found <- data.frame(series = name, code = code, reweight = reweight, trend = trend,
             periods = periods, week = range, expected = found@control$expected[, 1],
             phi = found@control$phiVector[, 1], slope = found@control$trendVector[, 1],
             upper = upperbound(found)[, 1], p_value = found@control$pvalue[, 1],
             alarm = as.integer(alarms(found)[, 1]))
  found[found$week %% 7 == 0, ]
}
all <- list()
for (name in names(series)) for (periods in c(1, 10))
  for (reweight in c(FALSE, TRUE)) for (trend in c(FALSE, TRUE)) {
    of <- function(code, fit) farrington(name, series[[name]], code, fit, reweight, trend, periods)
    all <- c(all, list(of("shipped", shipped), of("mended", mended)))
  }
assignInNamespace("algo.farrington.fitGLM.flexible", shipped, "surveillance")
write(do.call(rbind, all), "farrington.csv")

# Negative-binomial CUSUM, and the model of what is usual that it is given
train <- 1:208; test <- 209:nrow(agona); alpha <- 0.3
frame <- data.frame(y = observed(agona)[, 1], t = seq_len(nrow(agona)))
usual <- glm(y ~ 1 + cos(2 * pi * t / 52) + sin(2 * pi * t / 52), data = frame[train, ],
             family = negative.binomial(theta = 1 / alpha),
             control = list(epsilon = 1e-15, maxit = 200))
mu <- unname(predict(usual, frame[test, ], type = "response"))
write(data.frame(term = c("mean", "cos", "sin"), value = unname(coef(usual)),
                 error = unname(sqrt(diag(summary(usual, dispersion = 1)$cov.unscaled)))),
      "usual.csv")
fitted <- fitted(usual)
spread <- uniroot(function(a) sum((frame$y[train] - fitted)^2 / (fitted + a * fitted^2)) -
                    (length(train) - 3), c(0.001, 5), tol = 1e-12)$root
write(data.frame(alpha = spread), "dispersion.csv")
cusum <- do.call(rbind, lapply(c(1.5, 2, 4), function(ratio) {
  found <- glrnb(agona, list(range = test, mu0 = mu, alpha = alpha, theta = log(ratio),
                             c.ARL = 3, ret = "value"))
  data.frame(ratio = ratio, week = test, mu = mu, statistic = upperbound(found)[, 1],
             alarm = as.integer(alarms(found)[, 1]))
}))
write(cusum, "cusum.csv")

# Delay distribution under right truncation (Lawless 1994), as nowcast() computes it
data(husO104Hosp)
now <- as.Date("2011-06-11")
hosp <- subset(husO104Hosp, dReport <= now)
triangle <- aggregate(list(rows = rep(1, nrow(hosp))),
                      list(day = hosp$dHosp, known = hosp$dReport), sum)
write(data.frame(day = as.integer(triangle$day - now), known = as.integer(triangle$known - now),
                 rows = triangle$rows), "delay_rows.csv")
nc <- nowcast(now = now, when = seq(now - 14, now - 2, by = "1 day"), data = husO104Hosp,
              dEventCol = "dHosp", dReportCol = "dReport", aggregate.by = "1 day", D = 15,
              method = "lawless", control = list(
                N.tInf.max = 500, dRange = as.Date(c("2011-05-02", "2011-07-04")),
                gd.prior.kappa = 0.1, predPMF = TRUE))
cdf <- delayCDF(nc)[["lawless"]]
write(data.frame(delay = 0:15, share = as.numeric(cdf)[1:16]), "delay.csv")

# Kaplan-Meier of Gehan's 6-MP arm
data(gehan)
arm <- subset(gehan, treat == "6-MP")
write(data.frame(weeks = arm$time, ended = arm$cens), "gehan.csv")
km <- survfit(Surv(time, cens) ~ 1, data = arm, conf.type = "log-log")
write(data.frame(time = km$time, at_risk = km$n.risk, ended = km$n.event,
                 open_share = km$surv, error = km$std.err * km$surv, low = km$lower,
                 high = km$upper), "kaplan_meier.csv")
q <- quantile(km, c(0.25, 0.5, 0.9))
write(data.frame(share = c(0.25, 0.5, 0.9), days = unname(q$quantile),
                 low = unname(q$lower), high = unname(q$upper)), "quantiles.csv")
