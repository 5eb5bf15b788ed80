using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Virtuos.Records;

/// <summary>How an office writes its numbers, e.g. <c>{mark} {number}/{year}</c>; what comes out is at most 50 characters.</summary>
internal readonly record struct NumberPattern
{
    public const int MaxLength = 50;
    public static readonly NumberPattern Documents = new("{mark} {number}/{year}");
    public static readonly NumberPattern Files = new("S-{mark} {number}/{year}");
    public static readonly NumberPattern StorageUnits = new("UJ-{mark} {number}/{year}");
    public static readonly NumberPattern Disposals = new("SR-{mark} {number}/{year}");
    public static readonly NumberPattern PostingSheets = new("PL-{mark} {number}/{year}");

    private NumberPattern(string text) => Text = text;

    public string Text { get; }

    /// <summary>Only patterns with number and year, whose longest number still fits, are patterns.</summary>
    /// <param name="mark">The office's mark.</param>
    public static bool TryParse(string? text, string mark, [NotNullWhen(true)] out NumberPattern? pattern)
    {
        pattern = null;
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Any(char.IsControl)) return false;
        if (text.Split("{number}").Length != 2 || text.Split("{year}").Length != 2 || text.Split("{mark}").Length > 2) return false;
        var candidate = new NumberPattern(text);
        var longest = candidate.Write(mark, int.MaxValue, 9999);
        if (longest.Length > MaxLength || longest.AsSpan().IndexOfAny('{', '}') >= 0) return false;
        pattern = candidate;
        return true;
    }

    /// <summary>A pattern that was checked when it was stored.</summary>
    public static NumberPattern Stored(string text) => new(text);

    public string Write(string mark, int number, int year) => Text
        .Replace("{mark}", mark, StringComparison.Ordinal)
        .Replace("{number}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{year}", year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

/// <summary>What an office decided about its registry; without a row the defaults hold.</summary>
internal sealed class RegistrySetting : Kernel.Database.IOfficeOwned, Kernel.Database.ILedgered
{
    public Guid Office { get; set; }

    /// <summary>One setting an office: its id is the office.</summary>
    public Guid Id => Office;

    public required string NumberPattern { get; set; }

    /// <summary>The pattern of file marks (spisová značka).</summary>
    public required string MarkPattern { get; set; }
}
