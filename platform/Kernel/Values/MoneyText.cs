namespace Virtuos.Kernel.Values;

/// <summary>Takes an amount apart as people write it.</summary>
internal static class MoneyText
{
    /// <summary>Without spaces and currency, with a plain minus; "500,-" becomes "500".</summary>
    public static string Bare(string text)
    {
        var bare = string.Concat(Typed.Trimmed(text).Where(sign => !char.IsWhiteSpace(sign)).Select(sign => Typed.IsDash(sign) ? '-' : sign));
        foreach (var currency in (string[])["Kč", "CZK"])
        {
            if (bare.EndsWith(currency, StringComparison.OrdinalIgnoreCase))
                bare = bare[..^currency.Length];
            else if (bare.StartsWith(currency, StringComparison.OrdinalIgnoreCase))
                bare = bare[currency.Length..];
        }
        var end = bare.TrimEnd('-');
        return end.Length < bare.Length && end is [.., ',' or '.'] ? end[..^1] : bare;
    }

    /// <remarks>The last point or comma is decimal when one or two digits follow it; three digits can only be a group.</remarks>
    public static bool TrySplit(string signs, out string crowns, out string hellers)
    {
        (crowns, hellers) = (signs, "0");
        var last = signs.AsSpan().LastIndexOfAny(",.");
        if (last >= 0 && signs.Length - last - 1 is 1 or 2)
            (crowns, hellers) = (signs[..last], signs[(last + 1)..]);
        var groups = crowns.Split(crowns.Contains('.', StringComparison.Ordinal) ? '.' : ',');
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups[0] == "0" || groups.Skip(1).Any(group => group.Length != 3)))
            return false;
        // "1,234,56" uses one sign for both.
        if (groups.Length > 1 && last >= 0 && hellers != "0" && crowns.Contains(signs[last], StringComparison.Ordinal))
            return false;
        crowns = string.Concat(groups);
        return crowns.Length <= 17 && Typed.IsDigits(crowns) && Typed.IsDigits(hellers);
    }
}
