using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>A question as a tree over digests of words.</summary>
internal abstract record Asked
{
    /// <summary>Any of these words.</summary>
    public sealed record Any(IReadOnlyList<long> Words) : Asked;

    public sealed record All(IReadOnlyList<Asked> Parts) : Asked;

    public sealed record Either(IReadOnlyList<Asked> Parts) : Asked;

    /// <param name="words">The digests that a stem stands for; many for an unfinished one.</param>
    public static Asked Of(AskedTerm term, Func<AskedTerm.Stem, IReadOnlyList<long>> words) => term switch
    {
        AskedTerm.Stem stem => new Any(words(stem)),
        AskedTerm.All all => new All([.. all.Terms.Select(t => Of(t, words))]),
        AskedTerm.Any any => OneOf([.. any.Terms.Select(t => Of(t, words))]),
        _ => throw new ArgumentOutOfRangeException(nameof(term)),
    };

    // Words beside each other are one list to look into.
    private static Asked OneOf(IReadOnlyList<Asked> parts)
    {
        var plain = parts.OfType<Any>().SelectMany(a => a.Words).Distinct().ToList();
        var others = parts.Where(p => p is not Any).ToList();
        if (others.Count == 0) return new Any(plain);
        return new Either(plain.Count > 0 ? [new Any(plain), .. others] : others);
    }
}
