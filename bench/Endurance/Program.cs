using Virtuos.Endurance;
using Virtuos.Measuring;

return await Interruption.Around(async cancel => args switch
{
    ["kills", .. var rest] => await KillTrial.Run(Options.Read(rest), cancel),
    ["power", .. var rest] => await PowerTrial.Run(Options.Read(rest), cancel),
    ["nodes", .. var rest] => await NodesTrial.Run(Options.Read(rest), cancel),
    ["soak", .. var rest] => await SoakTrial.Run(Options.Read(rest), cancel),
    ["bulk", .. var rest] => await BulkTrial.Run(Options.Read(rest), cancel),
    _ => Usage(),
});

static int Usage()
{
    Options.Say("""
        kills [--kills N] [--clients N] [--bytes N] [--seed N] [--scene NAME] [--at-once N] [--results FILE]
        power [--failures N] [--clients N] [--bytes N] [--results FILE]
        nodes [--clients N] [--bytes N] [--seconds N] [--results FILE]
        soak [--minutes N] [--filers N] [--readers N] [--days N] [--bytes N] [--results FILE]
        bulk [--rows N] [--kill yes] [--seconds N] [--results FILE]
        FILE without its extension.
        """);
    return 64;
}
