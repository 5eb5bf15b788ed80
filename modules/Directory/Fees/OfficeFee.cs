using System.Globalization;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Fees;

/// <summary>
/// The yearly fee of an office by a dated version of <c>Law/office-fee.yaml</c>: base + (share + type × step) × population, in crowns.
/// </summary>
internal sealed record OfficeFee(DateOnly From, string Source, decimal Base, decimal Share, decimal Step)
{
    private static readonly Lazy<IReadOnlyList<OfficeFee>> Versions = new(() => [.. DatedLaw.Read<List<FeeYaml>>("office-fee.yaml").Select(v => v.ToFee()).OrderBy(v => v.From)]);

    /// <summary>The version in force on the day.</summary>
    /// <exception cref="InvalidOperationException">None is in force yet.</exception>
    public static OfficeFee On(DateOnly day) => Versions.Value.LastOrDefault(v => v.From <= day) ?? throw new InvalidOperationException($"No fee of an office is in force on {day:yyyy-MM-dd}.");

    /// <summary>What one inhabitant adds, in crowns.</summary>
    public decimal PerInhabitant(int type) => Share + (type * Step);

    /// <summary>The fee of a year, exactly.</summary>
    /// <param name="type">1, 2 or 3.</param>
    public Money For(int type, int population)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(population);
        ArgumentOutOfRangeException.ThrowIfLessThan(type, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(type, 3);
        return Money.OfCrowns(Base + (PerInhabitant(type) * population));
    }

    private sealed class FeeYaml
    {
        public string From { get; set; } = "";

        public string Source { get; set; } = "";

        public string Base { get; set; } = "";

        public string Share { get; set; } = "";

        public string Step { get; set; } = "";

        public OfficeFee ToFee() => new(DateOnly.ParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture), Source, Crowns(Base), Crowns(Share), Crowns(Step));

        // Whole hellers, so that every fee is.
        private static decimal Crowns(string value) => decimal.Parse(value, CultureInfo.InvariantCulture) is var crowns && decimal.Round(crowns, 2) == crowns
            ? crowns
            : throw new FormatException($"{value} is not in whole hellers.");
    }
}
