namespace Virtuos.Rules.Tests;

/// <param name="Id">The code of the archive's validator (obs…), the type of the official schema (t…), or the number that the validator quotes.</param>
/// <param name="Asks">What it asks of the registration of documents, in our own words.</param>
/// <param name="Open">Why it is not proven yet; null for what a test must prove.</param>
internal sealed record Requirement(string Id, string Asks, string? Open = null);

/// <summary>
/// What NSESSS 2023 asks of the register of documents, of reference numbers and of registration, as far as it is public: the official
/// schemas of 21 June 2023 and the 116 rules of the National Archive's validator.
/// </summary>
internal static class Nsesss
{
    public static readonly IReadOnlyList<Requirement> Registration =
    [
        // Identity.
        new("obs57", "Every document has an identifier that is not empty."),
        new("obs58", "The identifier says who gave it."),
        new("obs59", "The same identifier from the same source never means two documents."),
        new("obs70", "A document has one identifier, not several."),
        new("tIdentifikator", "An identifier has at most 50 signs."),
        new("tPopis", "A document is described by its subject."),
        new("obs93", "The subject is not empty."),

        // Register and reference numbers.
        new("obs59a", "Every registered document has its reference number."),
        new("tEvidencniCislo", "A reference number has at most 50 signs, also the longest that a pattern can make."),
        new("tPoradoveCislo", "The order in the register is a whole number from 1."),
        new("tEvidence", "The entry says its reference number, its order, the period and the name of the register."),
        new("tEvidence/jedinečnost", "Within the period every order is given once, whatever happens at once."),
        new("tEvidence/souvislost", "No order is missing, also after a failure in the middle."),
        new("tUrceneCasoveObdobi", "Orders are unique within a stated period: a calendar year, by the clock of Prague."),
        new("tNazevEvidenceDokumentu", "The register has a name, and registers of different offices are different registers."),
        new("tNeevidence", "What is not registered has a reason: drafts have no number, everything that came has one."),
        new("Denik", "The register can be read in its order, a period at a time."),

        // What came.
        new("tDorucenyDokument", "Of what came: the day and the sender."),
        new("tDorucenyDokument/OdesilatelovoEvidencniCislo", "The sender's own reference number is kept when there is one."),
        new("obs61", "Of what came on paper, how much came."),
        new("tSubjektExterni", "A sender has a name, a postal address and an electronic contact."),
        new("tSubjektExterni/organizace", "A sender that is an organisation is registered with its number and seat."),
        new("obs92", "The number of an organisation has the right check digit."),

        // What the office made.
        new("tVlastniDokument", "Of an own document: the day it was made and who wrote it."),
        new("tSubjektInterni", "The author is named with the organisation, its number and seat, the unit and the position."),
        new("obs61a", "Own documents on paper say how much; ours are made digital and are marked so."),

        // Marks that registration gives.
        new("obs62", "The language by ISO 639-2."),
        new("obs98a", "What was scanned belongs to a document marked as analogue."),
        new("obs60", "A digital document has at least one component."),
        new("obs100", "Components are ordered from 1 without a gap."),
        new("obs101", "All forms and versions of one component are of one kind."),
        new("obs93a", "A filing mark is given at registration."),
        new("obs94", "The full filing mark ends with the simple one."),
        new("tSkartacniRezim", "The entry of the plan says how long and with what mark the document is kept; only A and S."),
        new("obs108", "A moment and its day agree."),
        new("TrP/Zalozeni", "The founding of every document is in the log, with who did it."),
        new("TrP/Zobrazeni", "So is every display and export of it."),
        new("nsesss-document.xsd", "All of it together is valid by the official schema."),

        // Neighbours of registration, said openly.
        new("2.4.1", "Containers are recognised by their types.", "containers are registered as one component; unpacking comes with data boxes"),
        new("2.4.3", "A container is never alone.", "as 2.4.1"),
        new("obs102", "Versions of a component rise over all its forms, of which one is the original (also obs103)."),
        new("obs72", "The check of a signature on what came is recorded with its moments (also obs73, obs74)."),
        new("tOvereniBezpecnostnihoPrvku", "The record of a check says the certificate, how it was verified, for which moment, with what result and by whom."),
        new("tSchvalovani", "Everybody on the route who approved is told with the day, in their order."),
        new("4.1.2", "Files refer to other files and documents, and the references are exported with them (also 4.1.3 to 4.1.5)."),

        // File plan, files and their keeping.
        new("nsesss-plan.xsd", "The file plan is exported and imported by the official schema."),
        new("3.1.2", "A group says its marks, its retention and whether it is meant for type files."),
        new("obs59/režim", "One identifier of a retention rule means one rule."),
        new("obs68", "A group that takes files has a retention rule."),
        new("obs95", "The full mark of a group is that of its parent, a separator and the simple mark (also obs93b, obs96)."),
        new("obs65", "The year of disposal is the year of the event, one more, and the period."),
        new("obs66", "The mark V is refused in plans and on what is closed once law does not know it."),
        new("obs67", "A file is kept by the highest mark and the longest period of its documents."),
        new("obs76", "What holds paper says so up to the top of the plan."),
        new("obs85", "Paper has its storage unit, a file on paper its place (also obs85a)."),
        new("obs87", "A settlement with a day of dispatch says to whom it went."),
        new("obs90", "Type files lie only in groups that are meant for them."),
        new("obs98", "A file and its documents carry the marks of their group."),
        new("Seznam", "A list of the archive says who made it, for which office and procedure, and when; another one is refused."),
        new("tEntitaSeznamu", "An entity of a list has its identifier and just one operation or identifier of the archive."),
        new("tOperace", "Of operations only the four of the schema are known."),
        // Moving an office.
        new("priloha7/kontejner", "The container of a batch is a ZIP by annex 7, and nothing else is taken for one."),
        new("ermsExportPrenos/Davka", "A batch names every entity of the office with its place and hash, valid by the official schema."),
        new("ermsExportPrenos/Export", "Every entity is a file of its own, valid by the official schema, and arrives as it left."),
        new("ermsExportPrenos/PrenosPotvrzeni", "Nothing is destroyed before the receipt, which says that everything arrived."),
        new("nsesss.xsd", "A closed file and a closed volume with everything in them are valid by the official schema."),

        // Hand-over packages that are made.
        new("9.2.5", "A package is a description and, with its components, a folder of them (also 9.2.6 to 9.2.10)."),
        new("9.2.11", "It is a ZIP with one folder of the same name, in allowed letters (also 9.2.12)."),
        new("obs54", "Every entity stands in the structural map once, under the one above it, with its own log."),
        new("obs52", "Every component is told once, with its size, hash and true media type, and lies where it is said to (also obs41, obs44, kom1 to kom3)."),
        new("obs29", "What is tied by a firm reference goes in the same package."),
        new("obs97", "Firmly tied entities carry the same marks; the check of a living file tells where they do not."),
        new("obs63", "Another way of settling says which and why (also obs84)."),
        new("obs77", "What is handed over tells the disposal procedure, and of paper how much there is (also obs78 to obs80)."),
        new("obs109", "An archive of files is told as a container."),
        new("obs111", "Beside a container stands what was taken out of it."),
    ];
}
