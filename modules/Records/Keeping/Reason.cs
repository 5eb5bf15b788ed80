using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>Why something is done, in the words of whoever does it.</summary>
internal static class Reason
{
    public const int Longest = 500;
    public const int Shortest = 5;

    /// <returns>The cleaned text, or what is wrong with it.</returns>
    public static Result<string> Read(string? text, string field = "Reason")
    {
        var clean = SafeText.Clean(text, Longest);
        if (clean.Text.Length < Shortest) return Refusal.Invalid(field, "records.keep.no-reason");
        if (clean.TooLong) return Refusal.Invalid(field, "records.refusal.too-long", ("count", Longest));
        return clean.Text;
    }
}
