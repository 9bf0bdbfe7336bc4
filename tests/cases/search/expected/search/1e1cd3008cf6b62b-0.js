specfolioSearch([["","","索引は語の対で引く。"]])
