using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>The attributes of the xml namespace that an element takes over from ancestors which are left out (Canonical XML 1.0 and 1.1, section 2.4).</summary>
internal static class CanonicalInheritance
{
    /// <param name="orphan">An element of the set whose parent is not of the set.</param>
    public static void Add(XmlElement orphan, XmlNodeSet set, bool newer, List<(string Name, string Space, string Local, string Value)> attributes)
    {
        HashSet<string> met = [];
        for (XmlNode? above = orphan; above is XmlElement element; above = above.ParentNode)
        {
            foreach (XmlAttribute attribute in element.Attributes)
            {
                if (attribute.NamespaceURI != XmlScope.Reserved || !met.Add(attribute.LocalName) || ReferenceEquals(element, orphan)) continue;
                if (!newer || attribute.LocalName is "lang" or "space") attributes.Add((attribute.Name, XmlScope.Reserved, attribute.LocalName, attribute.Value));
            }
        }
        if (!newer || Base(orphan, set) is not { } joined) return;
        attributes.RemoveAll(attribute => attribute is (_, XmlScope.Reserved, "base", _));
        if (joined.Length > 0) attributes.Add(("xml:base", XmlScope.Reserved, "base", joined));
    }

    // Null when no ancestor that is left out had one.
    private static string? Base(XmlElement orphan, XmlNodeSet set)
    {
        var joined = orphan.HasAttribute("base", XmlScope.Reserved) ? orphan.GetAttribute("base", XmlScope.Reserved) : null;
        var changed = false;
        for (var above = orphan.ParentNode; above is XmlElement element && !IsOf(set, element); above = above.ParentNode)
        {
            if (!element.HasAttribute("base", XmlScope.Reserved)) continue;
            joined = Join(element.GetAttribute("base", XmlScope.Reserved), joined);
            changed = true;
        }
        return changed ? joined : null;
    }

    private static bool IsOf(XmlNodeSet set, XmlElement element)
    {
        if (!set.Has(element)) return false;
        for (XmlNode? above = element; above is not null; above = above.ParentNode)
        {
            if (set.Pruned.Contains(above)) return false;
            if (ReferenceEquals(above, set.Apex)) return true;
        }
        return false;
    }

    /// <summary>RFC 3986 section 5.2 as Canonical XML 1.1 changes it: relative bases are joined too, and leading ".." are kept.</summary>
    public static string Join(string against, string? reference)
    {
        if (reference is null) return against;
        var (scheme, authority, path, query) = Parts(reference);
        if (scheme is not null) return Whole(scheme, authority, Undotted(path), query);
        var outer = Parts(against);
        if (authority is not null) return Whole(outer.Scheme, authority, Undotted(path), query);
        if (path.Length == 0) return Whole(outer.Scheme, outer.Authority, outer.Path, query ?? outer.Query);
        if (path.StartsWith('/')) return Whole(outer.Scheme, outer.Authority, Undotted(path), query);
        var start = outer is { Authority: not null, Path: "" } ? "/" : outer.Path.EndsWith("..", StringComparison.Ordinal) ? outer.Path + "/" : outer.Path[..(outer.Path.LastIndexOf('/') + 1)];
        return Whole(outer.Scheme, outer.Authority, Undotted(start + path), query);
    }

    private static (string? Scheme, string? Authority, string Path, string? Query) Parts(string reference)
    {
        var rest = reference.IndexOf('#') is >= 0 and var mark ? reference[..mark] : reference;
        string? scheme = null, authority = null, query = null;
        if (rest.IndexOf('?') is >= 0 and var question) (rest, query) = (rest[..question], rest[(question + 1)..]);
        if (rest.IndexOf(':') is > 0 and var colon && rest.IndexOf('/') is var slash && (slash < 0 || slash > colon)) (scheme, rest) = (rest[..colon], rest[(colon + 1)..]);
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            (authority, rest) = end < 0 ? (rest[2..], "") : (rest[2..end], rest[end..]);
        }
        return (scheme, authority, rest, query);
    }

    private static string Undotted(string path)
    {
        var absolute = path.StartsWith('/');
        List<string> kept = [];
        var parts = path.Split('/');
        for (var i = absolute ? 1 : 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            if (parts[i] == "." || (parts[i].Length == 0 && !last))
            {
                if (last && kept.Count > 0) kept.Add("");
            }
            else if (parts[i] != "..") kept.Add(parts[i]);
            else if (kept.Count > 0 && kept[^1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
                if (last) kept.Add("");
            }
            else if (!absolute)
            {
                kept.Add("..");
                if (last) kept.Add("");
            }
        }
        return (absolute ? "/" : "") + string.Join('/', kept);
    }

    private static string Whole(string? scheme, string? authority, string path, string? query) =>
        (scheme is null ? "" : scheme + ":") + (authority is null ? "" : "//" + authority) + path + (query is null ? "" : "?" + query);
}
