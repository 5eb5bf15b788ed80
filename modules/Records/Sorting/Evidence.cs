using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>A sign by which documents are alike: a word in any form, the form, the sender.</summary>
/// <param name="Lexeme">What it is counted as.</param>
internal readonly record struct Sign(string Lexeme, string Code, string Said);

/// <summary>What is known of a document before anybody has read it.</summary>
internal sealed record Evidence(string Channel, string? Box, string? SenderNumber, string SenderName, string? Email, string? Form, string Matter, string Text)
{
    /// <summary>Characters of the text that are looked at.</summary>
    public const int LongestText = 20_000;

    private const int MostSigns = 300;
    private readonly Dictionary<string, string> words = Stems(Matter + "\n" + (Text.Length > LongestText ? Text[..LongestText] : Text))
        .DistinctBy(w => w.Lexeme).Take(MostSigns).ToDictionary(w => w.Lexeme, w => w.Said, StringComparer.Ordinal);

    public static Evidence Of(Document document, string text = "") => new(document.Channel, document.Party.Box, document.Party.OrganisationNumber, document.PartyName, document.Party.Email, document.Form, document.Matter, text);

    /// <summary>The words of a text that say something, each with the way it is written there.</summary>
    public static IEnumerable<(string Lexeme, string Said)> Stems(string text) =>
        CzechAnalyzer.Words(text).Where(w => !w.Stop && w.Lexeme.Length > 1).Select(w => (w.Lexeme, text.Substring(w.Start, w.Length).ToLowerInvariant()));

    public bool Has(string stem) => words.ContainsKey(stem);

    public string Written(string stem) => words.GetValueOrDefault(stem, stem);

    /// <summary>Everything that is counted of the document. Numbers alone say nothing: they come once.</summary>
    public IReadOnlyList<Sign> Signs()
    {
        List<Sign> signs = [.. words.Where(w => !w.Key.All(c => char.IsDigit(c) || char.IsPunctuation(c))).Select(w => new Sign(w.Key, "word", w.Value))];
        if (Form is { } form) signs.Add(new($"form:{form}", "form", form));
        if (SenderNumber is { } number) signs.Add(new($"sender:{number}", "sender", number));
        if (Box is { } box) signs.Add(new($"box:{box}", "box", box));
        if (Domain is { } domain) signs.Add(new($"domain:{domain}", "domain", domain));
        return signs;
    }

    /// <param name="sender">Digits for a number, <c>@domain</c> or <c>whole@address</c>, otherwise words of a name.</param>
    public bool IsFrom(string sender)
    {
        if (sender.StartsWith('@')) return Domain is { } domain && (string.Equals(domain, sender[1..], StringComparison.OrdinalIgnoreCase) || domain.EndsWith("." + sender[1..], StringComparison.OrdinalIgnoreCase));
        if (sender.Contains('@', StringComparison.Ordinal)) return string.Equals(Email, sender, StringComparison.OrdinalIgnoreCase);
        if (sender.All(char.IsDigit)) return SenderNumber is { } number && number.TrimStart('0') == sender.TrimStart('0');
        var named = CzechAnalyzer.Words(SenderName).Select(w => w.Folded).ToHashSet(StringComparer.Ordinal);
        var asked = CzechAnalyzer.Words(sender).Select(w => w.Folded).ToList();
        return asked.Count > 0 && asked.TrueForAll(named.Contains);
    }

    private string? Domain => Email?.Split('@') is [_, { Length: > 0 } domain] ? domain.ToLowerInvariant() : null;
}
