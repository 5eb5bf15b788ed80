using System.Text;

namespace Virtuos.Kernel.Search;

/// <summary>
/// What was asked, as a tree of stems: the same query that the database would get (forms of words, synonyms, the last word unfinished),
/// read for an index of our own.
/// </summary>
public abstract record AskedTerm
{
    /// <param name="Prefix">True when the stem is only a beginning.</param>
    public sealed record Stem(string Lexeme, bool Prefix) : AskedTerm;

    public sealed record All(IReadOnlyList<AskedTerm> Terms) : AskedTerm;

    /// <summary>The first is what was typed, the others are other words for it.</summary>
    public sealed record Any(IReadOnlyList<AskedTerm> Terms) : AskedTerm;

    /// <summary>The terms of the query, one for each word or phrase; empty when nothing was asked.</summary>
    public static IReadOnlyList<AskedTerm> Of(string typed) =>
        CzechAnalyzer.ToQuery(typed, prefixLast: true) is { } query ? new Reader(query).Read() switch { All all => all.Terms, var one => [one] } : [];

    /// <summary>Every stem in it, in the order of asking.</summary>
    public IEnumerable<Stem> Stems() => this switch
    {
        Stem stem => [stem],
        All all => all.Terms.SelectMany(t => t.Stems()),
        Any any => any.Terms.SelectMany(t => t.Stems()),
        _ => [],
    };

    /// <summary>Reads the literal that <see cref="CzechAnalyzer.ToQuery"/> writes: quoted stems, <c>:*</c>, <c>&amp;</c>, <c>|</c> and brackets.</summary>
    private sealed class Reader(string query)
    {
        private int at;

        public AskedTerm Read()
        {
            List<AskedTerm> any = [Conjunction()];
            while (Take('|')) any.Add(Conjunction());
            return any.Count == 1 ? any[0] : new Any(any);
        }

        private AskedTerm Conjunction()
        {
            List<AskedTerm> all = [Single()];
            while (Take('&')) all.Add(Single());
            return all.Count == 1 ? all[0] : new All(all);
        }

        private AskedTerm Single()
        {
            if (Take('('))
            {
                var inner = Read();
                Take(')');
                return inner;
            }
            Take('\'');
            var lexeme = new StringBuilder();
            for (; at < query.Length; at++)
            {
                if (query[at] == '\'' && (at + 1 >= query.Length || query[at + 1] != '\'')) break;
                if (query[at] is '\'' or '\\') at++;
                if (at < query.Length) lexeme.Append(query[at]);
            }
            at++;
            var prefix = at + 1 < query.Length && query[at] == ':' && query[at + 1] == '*';
            if (prefix) at += 2;
            return new Stem(lexeme.ToString(), prefix);
        }

        private bool Take(char sign)
        {
            while (at < query.Length && query[at] == ' ') at++;
            if (at >= query.Length || query[at] != sign) return false;
            at++;
            while (sign != '\'' && at < query.Length && query[at] == ' ') at++;
            return true;
        }
    }
}
