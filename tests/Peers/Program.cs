using Virtuos.Peers.Tests;

// Programs that stand in for those outside: each is a process of its own and speaks its own protocol, not ours.
return args switch
{
    ["sms-gateway", var port, var folder] => await SmsGateway.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder),
    ["timestamps", var port, var folder] => await TimestampPeer.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder),
    ["records-service", var port, var folder, var schemas] => await RecordsService.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder, schemas),
    ["state-archive", var port, var folder, var schemas] => await StateArchive.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder, schemas),
    ["data-boxes", var port, var control, var folder, var schemas] => await DataBoxes.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), int.Parse(control, System.Globalization.CultureInfo.InvariantCulture), folder, schemas),
    ["agenda-system", var url, var code, var secret, var user, var mark, var schemas, var faults] => await Play(new AgendaSystem(url, code, secret, user, mark, new ErmsSchemas(schemas), faults.Split(','))),
    _ => Usage(),
};

static async Task<int> Play(AgendaSystem agenda)
{
    using (agenda) return await agenda.Run();
}

static int Usage()
{
    Console.Error.WriteLine("sms-gateway PORT FOLDER | timestamps PORT FOLDER | records-service PORT FOLDER SCHEMAS | state-archive PORT FOLDER SCHEMAS | data-boxes PORT CONTROL FOLDER SCHEMAS | agenda-system URL CODE SECRET USER MARK SCHEMAS FAULTS");
    return 64;
}
