using System.Xml.Linq;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Operations over the name index.</summary>
internal static class PersonOperations
{
    public static async Task<XElement> Enter(ErmsCall call)
    {
        var said = call.Body.Part("ProfilOsoby")!;
        return Answer("OsobaZalozeni", await call.Do<EnterPerson, (ErmsId, PersonWords, string), AgendaPerson>((call.Own(Id(said)), ErmsParties.Words(said), Text(said))));
    }

    public static async Task<XElement> Change(ErmsCall call)
    {
        var said = call.Body.Part("ProfilOsoby")!;
        return Answer("OsobaUprava", await call.Do<ChangePerson, (ErmsId, PersonWords, string), AgendaPerson>((call.Own(Id(said)), ErmsParties.Words(said), Text(said))));
    }

    public static async Task<XElement> Profile(ErmsCall call) => Answer("ProfilOsobyZadost", await call.Do<ReadPerson, ErmsId, AgendaPerson>(call.Body.Id("IdOsoby")));

    public static async Task<XElement> Find(ErmsCall call)
    {
        var asked = call.Body.Part("ParametryHledaneOsoby")!;
        var found = await call.Do<FindPersons, FindPersonsInput, FoundPersons>(asked.Part("VazbaNaEntitu") is { } thing ? new(null, thing.Id()) : new(ErmsParties.Asked(asked), null));
        return ErmsOperation.Answer("OsobySeznam",
            New("ProfilOsob", found.Persons.Select(Written), found.Parties.Select(p => ErmsParties.Write("ProfilOsoby", p))),
            found.More ? New("SeznamOmezen", "ano") : null);
    }

    private static XElement Answer(string operation, AgendaPerson person) => ErmsOperation.Answer(operation, Written(person));

    // Our identifier stands beside those that came with it.
    private static XElement Written(AgendaPerson person)
    {
        var profile = XElement.Parse(person.Profile);
        profile.Part("Subjekt")!.AddFirst(AgendaThings.Ours(person.Id).Xml());
        return profile;
    }

    private static ErmsId Id(XElement person) => person.Part("Subjekt")!.Elements(Ns + "Identifikator").Select(i => i.Id()).FirstOrDefault(i => i.Source != Code) is { Value: not null } id
        ? id
        : throw new ErmsFaultException(ErmsStatus.Value, "Osoba nemá identifikátor volajícího systému.");

    private static string Text(XElement person)
    {
        var kept = new XElement(person);
        foreach (var ours in kept.Part("Subjekt")!.Elements(Ns + "Identifikator").Where(i => i.Id().Source == Code).ToList()) ours.Remove();
        foreach (var element in kept.DescendantsAndSelf()) element.Attributes().Where(a => a.IsNamespaceDeclaration).Remove();
        return kept.ToString(SaveOptions.DisableFormatting);
    }
}
