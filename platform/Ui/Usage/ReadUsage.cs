using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Usage;

namespace Virtuos.Ui;

/// <param name="Half">The half-year, as <c>2026-1</c>; the present one without it.</param>
internal sealed record UsageInput(string? Half);

/// <summary>What a half-year says about what to simplify first.</summary>
/// <param name="Halves">Those that can be looked at, the newest first.</param>
/// <param name="Dead">Patterns of pages that nobody has opened.</param>
/// <param name="Slow">Routes of which the largest part took over a second.</param>
internal sealed record UsageView(bool IsOn, string Half, IReadOnlyList<string> Halves, DateOnly From, DateOnly To, UsageSum Sum, IReadOnlyList<string> Dead, IReadOnlyList<RouteUse> Slow);

/// <summary>
/// The half-yearly report of what to simplify first: screens that nobody opens, searches that find nothing again and again, slow acts, and
/// fields into which people enter what is refused. Counts only; nobody can be found in them.
/// </summary>
internal sealed class ReadUsage(Caller caller, UsageBook book, UsageCounter counter, EndpointDataSource routes, TimeProvider clock) : UseCase<UsageInput, UsageView>(caller, Needed)
{
    /// <summary>Reads the report; only counts.</summary>
    public const string Needed = "ui.usage";

    /// <summary>A route used less often says nothing about its pace.</summary>
    private const int LeastUse = 5;

    private const int Shown = 20;

    protected override async Task<Result<UsageView>> Do(UsageInput input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        List<string> halves = [];
        for (var first = HalfOf(today); first > today.AddDays(-ForgetUsage.Days); first = first.AddMonths(-6)) halves.Add(Name(first));
        var half = input.Half ?? halves[0];
        if (!halves.Contains(half)) return Refusal.NotFound();
        var from = new DateOnly(int.Parse(half[..4], System.Globalization.CultureInfo.InvariantCulture), half[5] == '1' ? 1 : 7, 1);
        var to = from.AddMonths(6).AddDays(-1);
        var sum = await book.Read(from, to, cancel);
        var used = sum.Routes.Select(r => r.Route).ToHashSet(StringComparer.Ordinal);
        var dead = routes.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PageMark>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()
            .Where(pattern => !used.Contains("GET " + pattern) && !pattern.StartsWith("/_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return new UsageView(counter.IsOn, half, halves, from, to, sum with { Searches = [.. sum.Searches.Take(Shown)], Fields = [.. sum.Fields.Take(Shown)] }, dead,
            [.. sum.Routes.Where(r => r.N >= LeastUse && r.Slow > 0).OrderByDescending(r => (double)r.Slow / r.N).ThenByDescending(r => r.N).Take(Shown)]);
    }

    private static DateOnly HalfOf(DateOnly day) => new(day.Year, day.Month <= 6 ? 1 : 7, 1);

    private static string Name(DateOnly first) => $"{first.Year}-{(first.Month == 1 ? 1 : 2)}";
}
