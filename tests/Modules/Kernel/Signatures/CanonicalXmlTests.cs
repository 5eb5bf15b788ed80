using System.Text;
using Virtuos.Kernel.Signatures;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

public sealed class CanonicalXmlTests
{
    [Theory]
    [InlineData("--c14n", CanonicalMethod.Inclusive10 + "#WithComments")]
    [InlineData("--c14n11", CanonicalMethod.Inclusive11 + "#WithComments")]
    [InlineData("--exc-c14n", CanonicalMethod.Exclusive10 + "WithComments")]
    public async Task Every_document_is_written_as_xmllint_writes_it(string option, string method)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var document = Encoding.UTF8.GetBytes(new RandomXml(seed).Document());
            var (code, expected) = await PdfTool.Run("xmllint", document, TestContext.Current.CancellationToken, option, "{file}");
            Assert.True(code == 0, expected);
            Assert.Equal(expected, Canonical(document, method));
        }
    }

    [Fact]
    public void Comments_stay_only_where_the_method_says_so()
    {
        var document = Encoding.UTF8.GetBytes("<!-- a --><r><!-- b -->t</r>");
        Assert.Equal("<r>t</r>", Canonical(document, CanonicalMethod.Inclusive10));
        Assert.Equal("<!-- a -->\n<r><!-- b -->t</r>", Canonical(document, CanonicalMethod.Inclusive10 + "#WithComments"));
    }

    [Fact]
    public void A_branch_takes_its_surroundings_along_as_its_method_says()
    {
        var document = XmlDocuments.Load("<r xmlns='urn:d' xmlns:a='urn:a' xml:lang='cs' xml:id='i' xml:base='x/'><b xml:base='y'/></r>"u8.ToArray());
        var branch = new XmlNodeSet(document.DocumentElement!.FirstChild!);
        string Written(string method, params string[] prefixes) => Encoding.UTF8.GetString(CanonicalXml.Bytes(branch, CanonicalMethod.Of(method)!, prefixes));
        Assert.Equal("<b xmlns=\"urn:d\" xmlns:a=\"urn:a\" xml:base=\"y\" xml:id=\"i\" xml:lang=\"cs\"></b>", Written(CanonicalMethod.Inclusive10));
        Assert.Equal("<b xmlns=\"urn:d\" xmlns:a=\"urn:a\" xml:base=\"x/y\" xml:lang=\"cs\"></b>", Written(CanonicalMethod.Inclusive11));
        Assert.Equal("<b xmlns=\"urn:d\" xml:base=\"y\"></b>", Written(CanonicalMethod.Exclusive10));
        Assert.Equal("<b xmlns=\"urn:d\" xmlns:a=\"urn:a\" xml:base=\"y\"></b>", Written(CanonicalMethod.Exclusive10, "a"));
    }

    // RFC 3986 section 5.4 and the examples of Canonical XML 1.1, appendix A.
    [Theory]
    [InlineData("http://a/b/c/d", "g", "http://a/b/c/g")]
    [InlineData("http://a/b/c/d", "../g", "http://a/b/g")]
    [InlineData("http://a/b/c/d", "../../../g", "http://a/g")]
    [InlineData("http://a/b/c/d", "/g", "http://a/g")]
    [InlineData("http://a/b/c/d", "//g", "http://g")]
    [InlineData("a/b", "c", "a/c")]
    [InlineData("../a", "../b", "../../b")]
    [InlineData("..", "..", "../../")]
    public void Bases_are_joined(string outer, string inner, string joined) => Assert.Equal(joined, CanonicalInheritance.Join(outer, inner));

    private static string Canonical(byte[] document, string method) =>
        Encoding.UTF8.GetString(CanonicalXml.Bytes(new XmlNodeSet(XmlDocuments.Load(document)), CanonicalMethod.Of(method)!, []));
}
