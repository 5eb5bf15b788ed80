using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>The limits of intake that hold on a day.</summary>
internal sealed record IntakeLimit(DateOnly From, int FilingsOfNetworkInHour, int FilingsOfAddressInDay, int DraftsOfNetworkInHour, int MostLinks, int SameTextInDay,
    long UnfiledBytesOfNetwork, long UnfiledBytesTogether);

/// <summary>Limits of intake as dated data: <c>Law/intake-limits.yaml</c>, or the installation's own file of that name in <c>var/limits</c>.</summary>
internal sealed class IntakeLimits
{
    private readonly IReadOnlyList<IntakeLimit> all;

    /// <exception cref="TextFileException">The file has mistakes.</exception>
    public IntakeLimits(Installation installation)
    {
        var own = Path.Combine(installation.Var, "limits", "intake-limits.yaml");
        all = File.Exists(own) ? Read(own, File.ReadAllText(own)) : Shipped();
    }

    public IntakeLimit On(DateTimeOffset moment)
    {
        var day = Prague.Day(moment);
        return all.Where(l => l.From <= day).MaxBy(l => l.From) ?? all[0];
    }

    private static IReadOnlyList<IntakeLimit> Shipped()
    {
        using var reader = new StreamReader(typeof(IntakeLimits).Assembly.GetManifestResourceStream("Virtuos.Services.Law.intake-limits.yaml")!);
        return Read("Law/intake-limits.yaml", reader.ReadToEnd());
    }

    private static IReadOnlyList<IntakeLimit> Read(string file, string text)
    {
        var problems = new YamlProblems(file);
        var limits = YamlPart.ReadList(text, problems).Select(part =>
        {
            int Count(string key) => part.Number(key) ?? part.Lacks(key, 0);
            var limit = new IntakeLimit(part.Date("from") ?? part.Lacks("from", DateOnly.MinValue), Count("filings-of-network-in-hour"), Count("filings-of-address-in-day"), Count("drafts-of-network-in-hour"),
                Count("most-links"), Count("same-text-in-day"), (long)Count("unfiled-megabytes-of-network") << 20, (long)Count("unfiled-megabytes-together") << 20);
            part.NothingElse();
            return limit;
        }).ToList();
        problems.ThrowIfAny();
        return limits;
    }
}
