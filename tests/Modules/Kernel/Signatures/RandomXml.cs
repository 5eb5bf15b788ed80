using System.Text;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>Documents with everything that canonicalisation must decide about, the same for the same seed.</summary>
internal sealed class RandomXml(int seed)
{
    private readonly Random random = new(seed);
    private int count;

    /// <param name="within">Text of elements that are put last into the root.</param>
    public string Document(string within = "")
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- before & < -->\n<?style  a=\"b\" ?>\n");
        text.Append("<root xmlns=\"urn:d\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" xmlns:unused=\"urn:u\" xml:lang=\"cs\" xml:base=\"http://town.example/a/b\" xml:space=\"preserve\" Id=\"all\">");
        for (var i = 0; i < 4; i++) Element(text, 1);
        return text.Append(within).Append("</root>\n<?last?><!--after-->\n").ToString();
    }

    private void Element(StringBuilder text, int depth)
    {
        var name = Pick("", "a:", "b:") + Pick("keep", "drop", "text", "row");
        text.Append('<').Append(name);
        if (Chance(4)) text.Append(" xmlns=\"").Append(Pick("", "urn:d", "urn:e")).Append('"');
        if (Chance(4)) text.Append(" xmlns:a=\"").Append(Pick("urn:a", "urn:z", "urn:a?x=1")).Append('"');
        if (Chance(5)) text.Append(" xmlns:c=\"urn:c\"");
        if (Chance(4)) text.Append(" xml:lang=\"").Append(Pick("en", "de")).Append('"');
        if (Chance(4)) text.Append(" xml:base=\"").Append(Pick("c/", "../d", "/e?q", "http://other.example/x/", "..", "f")).Append('"');
        text.Append(" Id=\"e").Append(++count).Append('"');
        if (Chance(2)) text.Append("\n  b:attr='").Append(Value()).Append('\'');
        if (Chance(2)) text.Append(" a:attr=\"").Append(Value()).Append('"');
        if (Chance(2)) text.Append("   zeta = \"").Append(Value()).Append("\" Alpha=\"1\"");
        if (depth > 4 || Chance(6))
        {
            text.Append(Chance(2) ? "/>" : "></" + name + ">");
            return;
        }
        text.Append('>');
        for (var i = random.Next(4); i >= 0; i--)
        {
            if (Chance(2)) Element(text, depth + 1);
            else text.Append(Pick("text", " \r\n\t", "&lt;&gt;&amp;&quot;", "<![CDATA[<raw> & ]]>", "&#13;&#x9;", "žluťoučký 😀", "<!-- note -->", "<?do this?>", "]]&gt;"));
        }
        text.Append("</").Append(name).Append('>');
    }

    private string Value() => Pick("", "plain", " two  words ", "&lt;&amp;&gt;", "&#9;&#10;&#13;", "a\nb\tc", "&quot;&apos;", "ý 😀");

    private bool Chance(int of) => random.Next(of) == 0;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
